using System.IO.Compression;
using System.Net;
using System.Text;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Platform.Http;

public sealed class OutgoingHttpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://127.0.0.1:1/")]
    [InlineData("https://localhost:1/")]
    [InlineData("https://[::1]:1/")]
    [InlineData("https://[::ffff:127.0.0.1]:1/")]
    [InlineData("https://2130706433:1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.0.0.1/")]
    public async Task What_the_policy_refuses_becomes_a_configuration_error_at_once(string address)
    {
        using var http = new TestHttp();
        var error = await Failure(http.Client(), new HttpRequestMessage(HttpMethod.Get, address));
        Assert.Equal((ErrorKind.Configuration, "egress-refused"), (error.Kind, error.Code));
    }

    [Fact]
    public async Task A_name_that_resolves_to_loopback_is_refused_when_connecting()
    {
        var asked = 0;
        var services = new ServiceCollection();
        services.AddSingleton(
            new EgressPolicy(
                (_, _) =>
                {
                    asked++;
                    return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
                }
            )
        );
        services.AddOutgoingHttp();
        using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IOutgoingHttp>().For("ten_test", "int_test");

        var error = await Failure(client, new HttpRequestMessage(HttpMethod.Get, "https://rebind.example/"));

        Assert.Equal("egress-refused", error.Code);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("GET", 3)]
    [InlineData("HEAD", 3)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    [InlineData("PUT", 1)]
    [InlineData("DELETE", 1)]
    public async Task Only_reads_are_repeated(string method, int expected)
    {
        var requests = 0;
        await using var server = await LoopbackServer.Start(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref requests) < 3 ? 503 : 200;
            return Task.CompletedTask;
        });
        using var http = new TestHttp(server.Address);

        using var response = await http.Client()
            .SendAsync(new HttpRequestMessage(new HttpMethod(method), server.Address), Ct);

        Assert.Equal(expected, requests);
        Assert.Equal(expected == 3 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(412)]
    [InlineData(501)]
    public async Task Answers_that_would_not_change_are_not_repeated(int status)
    {
        var requests = 0;
        await using var server = await LoopbackServer.Start(context =>
        {
            requests++;
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        using var http = new TestHttp(server.Address);
        using var response = await http.Client().GetAsync(server.Address, Ct);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        var requests = 0;
        await using var server = await LoopbackServer.Start(context =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "7";
            }
            return Task.CompletedTask;
        });
        var clock = new SkippingClock(TimeSpan.FromSeconds(7));
        using var http = new TestHttp(server.Address, clock: clock);
        using var response = await http.Client().GetAsync(server.Address, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, clock.Skipped);
    }

    [Fact]
    public async Task A_long_Retry_After_is_handed_to_the_caller()
    {
        var requests = 0;
        await using var server = await LoopbackServer.Start(context =>
        {
            requests++;
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "120";
            return Task.CompletedTask;
        });
        using var http = new TestHttp(server.Address);
        using var response = await http.Client().GetAsync(server.Address, Ct);
        Assert.Equal(TimeSpan.FromSeconds(120), response.Headers.RetryAfter!.Delta);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task A_Retry_After_with_a_date_far_off_is_handed_to_the_caller()
    {
        var requests = 0;
        var now = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        await using var server = await LoopbackServer.Start(context =>
        {
            requests++;
            context.Response.StatusCode = 503;
            context.Response.Headers.Date = now.ToString("R");
            context.Response.Headers.RetryAfter = now.AddMinutes(2).ToString("R");
            return Task.CompletedTask;
        });
        using var http = new TestHttp(server.Address);
        using var response = await http.Client().GetAsync(server.Address, Ct);
        Assert.Equal(now.AddMinutes(2), response.Headers.RetryAfter!.Date);
        Assert.Equal(1, requests);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_small_answer_that_unpacks_to_a_large_one_is_refused(string encoding)
    {
        using var packed = new MemoryStream();
        await using (
            Stream packer = encoding switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
                "br" => new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true),
                _ => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            }
        )
        {
            await packer.WriteAsync(new byte[1024 * 1024], Ct);
        }
        Assert.InRange(packed.Length, 1, 32 * 1024);
        await using var server = await LoopbackServer.Start(async context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.Body.WriteAsync(packed.ToArray(), context.RequestAborted);
        });
        using var http = new TestHttp(server.Address, options => options.MaxResponseBytes = 32 * 1024);
        var error = await Failure(http.Client(), new HttpRequestMessage(HttpMethod.Get, server.Address));
        Assert.Equal("answer-too-large", error.Code);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var server = await LoopbackServer.Start(context =>
        {
            context.Response.Redirect("https://169.254.169.254/");
            return Task.CompletedTask;
        });
        using var http = new TestHttp(server.Address);
        using var response = await http.Client().GetAsync(server.Address, Ct);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    [Fact]
    public async Task Cookies_of_one_integration_do_not_reach_another()
    {
        var cookies = new List<string>();
        await using var server = await LoopbackServer.Start(context =>
        {
            cookies.Add(context.Request.Headers.Cookie.ToString());
            context.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        });
        using var http = new TestHttp(server.Address);
        using var first = await http.Client("ten_a").GetAsync(server.Address, Ct);
        using var second = await http.Client("ten_b").GetAsync(server.Address, Ct);
        Assert.Equal(["", ""], cookies);
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_refused()
    {
        await using var server = await LoopbackServer.Start(async context =>
        {
            // Without a length, so that only counting can tell.
            var block = new byte[1024];
            for (var i = 0; i < 64; i++)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });
        using var http = new TestHttp(server.Address, options => options.MaxResponseBytes = 32 * 1024);
        var error = await Failure(http.Client(), new HttpRequestMessage(HttpMethod.Get, server.Address));
        Assert.Equal("answer-too-large", error.Code);
    }

    [Fact]
    public async Task An_answer_that_drips_in_is_cut_off_by_the_time_out()
    {
        var held = TimeSpan.FromSeconds(47);
        var clock = new SignalClock(held);
        await using var server = await LoopbackServer.Start(async context =>
        {
            await context.Response.Body.WriteAsync("a"u8.ToArray(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            clock.Fire();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var http = new TestHttp(
            server.Address,
            options =>
            {
                options.ReadTimeout = held;
                options.ReadRetries = 1;
            },
            clock
        );
        var error = await Failure(http.Client(), new HttpRequestMessage(HttpMethod.Get, server.Address));
        Assert.Equal((ErrorKind.Transient, "timed-out"), (error.Kind, error.Code));
    }

    [Fact]
    public async Task A_circuit_opens_for_one_tenant_and_not_for_another()
    {
        var requests = 0;
        await using var server = await LoopbackServer.Start(context =>
        {
            Interlocked.Increment(ref requests);
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        using var http = new TestHttp(
            server.Address,
            options =>
            {
                options.ReadRetries = 1;
                options.CircuitMinimumRequests = 4;
            }
        );
        for (var i = 0; i < 2; i++)
        {
            using var response = await http.Client("ten_a").GetAsync(server.Address, Ct);
        }
        var before = requests;

        var error = await Failure(http.Client("ten_a"), new HttpRequestMessage(HttpMethod.Get, server.Address));
        Assert.Equal("circuit-open", error.Code);
        Assert.NotNull(error.RetryAfter);
        Assert.Equal(before, requests);

        using var other = await http.Client("ten_b").GetAsync(server.Address, Ct);
        Assert.Equal(HttpStatusCode.InternalServerError, other.StatusCode);
    }

    [Fact]
    public async Task A_write_that_breaks_after_it_went_out_has_an_unknown_outcome_and_is_sent_once()
    {
        await using var server = new BreakingServer();
        using var http = new TestHttp(server.Address);
        var content = new TrackedContent(Encoding.UTF8.GetBytes("{}"), "application/json");
        var error = await Failure(
            http.Client(),
            new HttpRequestMessage(HttpMethod.Post, server.Address) { Content = content },
            () => content.Started
        );
        Assert.Equal((ErrorKind.UnknownOutcome, "outcome-unknown"), (error.Kind, error.Code));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_write_that_never_got_a_connection_is_merely_transient()
    {
        await using var server = await LoopbackServer.Start(_ => Task.CompletedTask);
        var address = server.Address;
        await server.DisposeAsync();
        using var http = new TestHttp(address);
        var content = new TrackedContent(Encoding.UTF8.GetBytes("{}"), "application/json");
        var error = await Failure(
            http.Client(),
            new HttpRequestMessage(HttpMethod.Post, address) { Content = content },
            () => content.Started
        );
        Assert.Equal((ErrorKind.Transient, "host-unreachable"), (error.Kind, error.Code));
        Assert.Contains($"127.0.0.1:{address.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_by_the_caller_stays_one()
    {
        await using var server = await LoopbackServer.Start(context =>
            Task.Delay(Timeout.Infinite, context.RequestAborted)
        );
        using var http = new TestHttp(server.Address);
        using var cancel = new CancellationTokenSource();
        var sending = http.Client().GetAsync(server.Address, cancel.Token);
        await cancel.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.False(HttpFailure.Is(thrown, cancel.Token));
    }

    private static async Task<IntegrationError> Failure(
        HttpClient client,
        HttpRequestMessage request,
        Func<bool>? mayHaveArrived = null
    )
    {
        using var sent = request;
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync(request, Ct));
        Assert.True(HttpFailure.Is(thrown, Ct), $"{thrown}");
        return HttpFailure.ToError(thrown, request.RequestUri!, mayHaveArrived?.Invoke() ?? false);
    }

    /// <summary>Lets one wait pass at once; all others take their time.</summary>
    private sealed class SkippingClock(TimeSpan skip) : TimeProvider
    {
        private int _skipped;

        public int Skipped => _skipped;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != skip)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }
            Interlocked.Increment(ref _skipped);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
