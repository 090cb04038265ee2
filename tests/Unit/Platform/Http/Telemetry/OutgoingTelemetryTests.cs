using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Platform.Http.Telemetry;

public sealed class OutgoingTelemetryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_attempt_is_a_span_and_a_duration()
    {
        var requests = 0;
        await using var server = await LoopbackServer.Start(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref requests) == 1 ? 503 : 200;
            return Task.CompletedTask;
        });
        var spans = new ConcurrentQueue<Activity>();
        var measured = new ConcurrentQueue<string>();
        var port = server.Address.Port;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OutgoingHttpRegistration.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                // Other tests run beside this one.
                if (Equals(span.GetTagItem("server.port"), port))
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == OutgoingHttpRegistration.TelemetryName)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<double>((i, _, tags, _) => Measure(i, tags));
        meters.SetMeasurementEventCallback<long>((i, _, tags, _) => Measure(i, tags));
        meters.Start();
        using var http = new TestHttp(server.Address);

        using (await http.Client().GetAsync(new Uri(server.Address, "items/17?token=x"), Ct)) { }

        Assert.Equal([503, 200], spans.Select(s => s.GetTagItem("http.response.status_code")));
        Assert.Equal([null, 1], spans.Select(s => s.GetTagItem("http.request.resend_count")));
        Assert.Equal(["503", null], spans.Select(s => s.GetTagItem("error.type")));
        Assert.All(spans, s => Assert.Equal($"{server.Address}items/*", s.GetTagItem("url.full")));
        Assert.Equal(
            ["http.client.request.duration", "http.client.request.duration", "integration_functions.http.retries"],
            measured
        );

        void Measure(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.ToArray().Any(tag => tag.Key == "server.port" && Equals(tag.Value, port)))
            {
                measured.Enqueue(instrument.Name);
            }
        }
    }
}
