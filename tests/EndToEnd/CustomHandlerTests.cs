using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.FunctionsHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>Life and death of the handler, and who may call it.</summary>
[Collection(PlatformCollection.Name)]
public sealed class CustomHandlerTests(PlatformFixture platform) : IDisposable
{
    private const string Timer = """{"Data":{"timer":{}},"Metadata":{}}""";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_of_its_own_has_none_of_the_functions_addresses()
    {
        var functions = Composition.Functions().Functions;
        Assert.NotEmpty(functions);
        foreach (var function in functions)
        {
            var answer = await platform.Owner.Post(
                $"/{function.Name}",
                Timer,
                ("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString())
            );
            Assert.Equal((function.Name, 404), (function.Name, answer.Status));
        }
    }

    [Fact]
    public async Task It_answers_the_host_before_its_storage_is_open_and_holds_all_else()
    {
        var open = new TaskCompletionSource();
        await using var app = Build(services => Delay(services, open.Task));
        await app.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = app.Address() };

        using (var root = await http.GetAsync(new Uri("/", UriKind.Relative), Ct))
        {
            Assert.Equal(200, (int)root.StatusCode);
        }
        var tick = Post(http, "SyncSchedule", Timer);
        var page = http.GetAsync(new Uri("/health/live", UriKind.Relative), Ct);
        // Another answer to the host in between: what is held holds nobody up.
        using (var root = await http.GetAsync(new Uri("/", UriKind.Relative), Ct))
        {
            Assert.Equal((200, false, false), ((int)root.StatusCode, tick.IsCompleted, page.IsCompleted));
        }
        open.SetResult();

        using var held = await page;
        Assert.Equal((200, 200), ((int)held.StatusCode, await tick));
        await app.StopAsync(Ct);
    }

    [Fact]
    public async Task A_call_continues_the_trace_that_the_host_names()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "IntegrationFunctions.Functions",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = Build();
        await app.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = app.Address() };

        Assert.Equal(200, await Post(http, "SyncSchedule", Timer, $"00-{Trace}-00f067aa0ba902b7-01"));

        var span = Assert.Single(spans, span => span.TraceId.ToHexString() == Trace);
        Assert.Equal(("SyncSchedule", "timerTrigger"), (span.OperationName, span.GetTagItem("faas.trigger") as string));
        await app.StopAsync(Ct);
    }

    [Fact]
    public async Task Workflows_are_unavailable_until_a_call_says_where_they_are()
    {
        var clock = new ManualTimeProvider();
        await using var app = PlatformHost.Build(
            new PlatformOptions(_folder.File("data"), Port: 0, Home: PlatformHome.FunctionsHost, Clock: clock)
        );
        await app.StartAsync(Ct);
        await app.Services.GetRequiredService<ITenants>().Create("demo", "Demo", sandboxOnly: true, Ct);
        var user = await app
            .Services.GetRequiredService<IUsers>()
            .Create("demo", "Owner", [Role.Owner], "system", ct: Ct);
        var key = await app.Services.GetRequiredService<IApiKeys>().Create("demo", user.Id, "test", "system", Ct);
        using var http = new HttpClient { BaseAddress = app.Address() };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key.Secret);

        var asking = http.GetAsync(new Uri("/api/v1/workflows", UriKind.Relative), Ct);
        while (!asking.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using var answer = await asking;
        Assert.Equal((503, "5"), ((int)answer.StatusCode, answer.Headers.RetryAfter!.ToString()));
        Assert.Contains("workflows-unavailable", await answer.Content.ReadAsStringAsync(Ct));
        await app.StopAsync(Ct);
    }

    [Fact]
    public async Task It_listens_on_this_machine_alone()
    {
        await using var host = await HostStandIn.Start(_folder.Path);
        var others = NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(net => net.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address =>
                address.AddressFamily == AddressFamily.InterNetwork && !System.Net.IPAddress.IsLoopback(address)
            )
            .ToArray();
        Assert.SkipWhen(others.Length == 0, "This machine has no address but its loopback.");
        foreach (var address in others)
        {
            using var client = new TcpClient();
            var refused = await Assert.ThrowsAsync<SocketException>(async () =>
                await client.ConnectAsync(address, host.Port, Ct)
            );
            Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        }
    }

    [Fact]
    public async Task However_it_ends_the_host_starts_it_again()
    {
        Signals.SkipWithout();
        await using var host = await HostStandIn.Start(_folder.Path);
        await Wait.Until(() => host.Handler.IsUp);
        var key = host.Handler.Key;

        using (var term = Process.Start("kill", ["-TERM", $"{host.Handler.Process.Id}"]))
        {
            await host.Handler.Process.WaitForExitAsync(Ct);
        }
        Assert.Equal(200, host.Handler.Process.ExitCode);
        Assert.True(await host.Revive());
        host.Handler.Process.Kill();
        Assert.True(await host.Revive());

        // The new one still knows where the workflows are, before any trigger has told it.
        var (status, _) = await host.Forward(HttpMethod.Get, "/api/v1/workflows", key: key);
        Assert.Equal((200, 2), (status, host.Restarts));
    }

    [Theory]
    [InlineData("--port", "7071")]
    [InlineData("--host", "0.0.0.0")]
    public async Task Another_address_than_the_hosts_is_refused(string option, string value)
    {
        var outcome = await Cli.RunWith(
            Ct,
            [("FUNCTIONS_CUSTOMHANDLER_PORT", "40123")],
            "--data",
            _folder.File("data"),
            option,
            value
        );

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains("calls at port 40123 of this machine", outcome.Error);
    }

    [Fact]
    public async Task Storage_that_can_not_be_opened_ends_it_with_a_line_and_not_with_0()
    {
        Directory.CreateDirectory(_folder.File("data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.File("data"), "platform.db"), "no database", Ct);

        var outcome = await Cli.RunWith(
            Ct,
            [("FUNCTIONS_CUSTOMHANDLER_PORT", "40124"), ("INTEGRATION_FUNCTIONS_DATA", _folder.File("data"))]
        );

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains("platform.db", outcome.Error);
    }

    [Fact]
    public async Task Generating_over_other_things_is_one_line()
    {
        Directory.CreateDirectory(_folder.File("mine"));
        await File.WriteAllTextAsync(Path.Combine(_folder.File("mine"), "letter.txt"), "x", Ct);

        var outcome = await Cli.Run(Ct, "functions", "generate", _folder.File("mine"));

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains("holds letter.txt", Assert.Single(outcome.Error.TrimEnd().Split('\n')));
    }

    public void Dispose() => _folder.Dispose();

    private WebApplication Build(Action<IServiceCollection>? configure = null) =>
        PlatformHost.Build(
            new PlatformOptions(_folder.File("data"), Port: 0, Home: PlatformHome.FunctionsHost, Configure: configure)
        );

    private static void Delay(IServiceCollection services, Task until)
    {
        var real = services.Single(service => service.ServiceType == typeof(SqliteDatabase)).ImplementationFactory!;
        services.AddSingleton(provider =>
        {
            until.GetAwaiter().GetResult();
            return (SqliteDatabase)real(provider);
        });
    }

    private static async Task<int> Post(HttpClient http, string function, string body, string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/{function}", UriKind.Relative));
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        if (traceParent is not null)
        {
            request.Headers.Add("traceparent", traceParent);
        }
        using var answer = await http.SendAsync(request, Ct);
        return (int)answer.StatusCode;
    }
}
