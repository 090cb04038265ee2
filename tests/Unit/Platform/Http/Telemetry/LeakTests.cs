using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CsCheck;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Unit.Platform.Http.Telemetry;

/// <summary>A secret anywhere in a call is nowhere in what is told of it, by whichever source of the process.</summary>
public sealed class LeakTests : IDisposable
{
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ActivityListener _spans;
    private readonly MeterListener _meters = new();

    public LeakTests()
    {
        _spans = new()
        {
            // Those of the test's own server are not ours to judge.
            ShouldListenTo = source => !source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Tell,
        };
        ActivitySource.AddActivityListener(_spans);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (!instrument.Meter.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<double>((i, _, tags, _) => Tell(i, tags));
        _meters.SetMeasurementEventCallback<long>((i, _, tags, _) => Tell(i, tags));
        _meters.Start();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_secret_in_any_part_of_a_call_is_in_nothing_that_is_told()
    {
        var secret = new Secret();
        await using var server = await LoopbackServer.Start(secret.Answer);
        using var http = new TestHttp(
            server.Address,
            services: services =>
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(_told)))
        );
        var client = http.Following();
        // As keys look: letters and digits, more than a few; at least one digit, as a word alone is no key to anybody who reads.
        var keys = Gen.Char["abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"]
            .Array[12, 40]
            .Select(chars => new string(chars) + "7");
        await Gen.Select(
                keys,
                OneOf("path", "key", "query", "user", "fragment", "header", "body"),
                OneOf("ok", "missing", "header", "bad-header", "bad-status", "body", "redirect", "loop", "break")
            )
            .SampleAsync(
                async (key, place, answer) =>
                {
                    _told.Clear();
                    (secret.Key, secret.How) = (key, answer);
                    var address = Address(server.Address, place, key);
                    using var request = new HttpRequestMessage(
                        place == "body" ? HttpMethod.Post : HttpMethod.Get,
                        address
                    );
                    if (place == "header")
                    {
                        request.Headers.TryAddWithoutValidation("X-Api-Key", key);
                    }
                    if (place == "body")
                    {
                        request.Content = new TrackedContent(System.Text.Encoding.UTF8.GetBytes(key), "text/plain");
                    }
                    try
                    {
                        using var response = await client.SendAsync(request, Ct);
                    }
                    catch (Exception e) when (HttpFailure.Is(e, Ct))
                    {
                        _told.Enqueue(HttpFailure.ToError(e, address).ToString());
                    }
                    Assert.Contains(
                        _told,
                        line => line.StartsWith("log IntegrationFunctions", StringComparison.Ordinal)
                    );
                    Assert.DoesNotContain(_told, line => line.Contains(key, StringComparison.OrdinalIgnoreCase));
                },
                iter: 300,
                threads: 1
            );
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Uri Address(Uri server, string place, string key) =>
        place switch
        {
            "path" => new(server, $"hooks/{key}/events"),
            "key" => new(server, $"Partners('{key}')"),
            "query" => new(server, $"items?token={key}"),
            "user" => new UriBuilder(server) { UserName = "u", Password = key }.Uri,
            "fragment" => new(server, $"items#{key}"),
            _ => new(server, "items"),
        };

    private void Tell(Activity span) =>
        _told.Enqueue(
            $"span {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(e => e.Tags))}"
        );

    private void Tell(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _told.Enqueue($"metric {instrument.Name} {string.Join(' ', tags.ToArray())}");

    private sealed class Secret
    {
        public string Key { get; set; } = "";

        public string How { get; set; } = "ok";

        public async Task Answer(HttpContext context)
        {
            switch (How)
            {
                case "missing":
                    context.Response.StatusCode = 404;
                    break;
                case "header":
                    context.Response.Headers["X-Echo"] = Key;
                    break;
                case "body":
                    await context.Response.WriteAsync(Key);
                    break;
                case "redirect" when !context.Request.Path.StartsWithSegments("/end"):
                    context.Response.Redirect($"/end/{Key}?again={Key}");
                    break;
                case "loop":
                    context.Response.Redirect($"/{Key}?again={Key}");
                    break;
                case "bad-header":
                    await Raw(context, $"HTTP/1.1 200 OK\r\n{Key} no colon\r\n\r\n");
                    break;
                case "bad-status":
                    await Raw(context, $"{Key}\r\n\r\n");
                    break;
                case "break":
                    context.Abort();
                    break;
            }
        }

        // What no server sends of itself, written under its feet.
        private static async Task Raw(HttpContext context, string text)
        {
            var socket = context
                .Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionSocketFeature>()!
                .Socket;
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(text));
            socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            context.Abort();
        }
    }

    private sealed class Recorder(ConcurrentQueue<string> told) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Line(categoryName, told);

        public void Dispose() { }

        private sealed class Line(string category, ConcurrentQueue<string> told) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                told.Enqueue($"scope {state}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            ) => told.Enqueue($"log {category} {logLevel} {formatter(state, exception)} {exception}");
        }
    }
}
