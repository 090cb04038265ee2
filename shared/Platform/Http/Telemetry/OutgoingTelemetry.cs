using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IntegrationFunctions.Platform.Http.Telemetry;

/// <summary>
/// What outgoing HTTP tells of itself. Names and attributes follow the OpenTelemetry semantic conventions for HTTP clients, 1.23 and later;
/// those that are ours begin with <c>integration_functions</c>. Nothing of a header, a body, a query or a user name is in any of them.
/// </summary>
internal sealed class OutgoingTelemetry : IDisposable
{
    private readonly Meter _meter = new(OutgoingHttpRegistration.TelemetryName);
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _circuits;
    private readonly Histogram<double> _budgetWait;

    public OutgoingTelemetry()
    {
        _duration = _meter.CreateHistogram<double>(
            "http.client.request.duration",
            "s",
            "Duration of each attempt, with its answer's body."
        );
        _retries = _meter.CreateCounter<long>(
            "integration_functions.http.retries",
            "{attempt}",
            "Attempts after the first."
        );
        _circuits = _meter.CreateCounter<long>(
            "integration_functions.http.circuit.changes",
            "{change}",
            "Circuits that opened, half opened or closed."
        );
        _budgetWait = _meter.CreateHistogram<double>(
            "integration_functions.http.budget.wait",
            "s",
            "How long requests waited for their budget."
        );
    }

    /// <summary>One span an attempt.</summary>
    public static ActivitySource Source { get; } = new(OutgoingHttpRegistration.TelemetryName);

    /// <summary>An attempt has ended.</summary>
    public void Attempt(in TagList tags, TimeSpan duration, int attempt)
    {
        _duration.Record(duration.TotalSeconds, tags);
        if (attempt > 1)
        {
            _retries.Add(1, tags);
        }
    }

    /// <summary>A circuit is <c>open</c>, <c>half-open</c> or <c>closed</c> now.</summary>
    public void Circuit(string state) => _circuits.Add(1, new KeyValuePair<string, object?>("state", state));

    /// <summary>A request has waited for its budget, and got it or not.</summary>
    public void BudgetWait(Uri address, TimeSpan wait, bool granted) =>
        _budgetWait.Record(
            wait.TotalSeconds,
            new KeyValuePair<string, object?>("server.address", address.IdnHost),
            new KeyValuePair<string, object?>("granted", granted)
        );

    public void Dispose() => _meter.Dispose();
}
