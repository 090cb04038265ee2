using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IntegrationFunctions.Durable.Embedded;

internal static class Telemetry
{
    private static readonly Meter Meter = new(EmbeddedDurableTask.TelemetryName);

    public static ActivitySource Source { get; } = new(EmbeddedDurableTask.TelemetryName);

    public static Counter<long> Started { get; } =
        Meter.CreateCounter<long>("durable.orchestrations.started", "{instance}", "Instances that were started.");

    public static Counter<long> Ended { get; } =
        Meter.CreateCounter<long>("durable.orchestrations.ended", "{instance}", "Instances that ended, by status.");

    public static Counter<long> Turns { get; } =
        Meter.CreateCounter<long>("durable.turns", "{turn}", "Turns of orchestrators that were written.");

    public static Counter<long> Activities { get; } =
        Meter.CreateCounter<long>("durable.activities", "{activity}", "Activities that answered, by outcome.");

    public static Histogram<double> ActivityDuration { get; } =
        Meter.CreateHistogram<double>("durable.activity.duration", "s", "How long activities ran.");
}
