using System.Collections.Concurrent;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Buckets;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>
/// How much an endpoint gets: so many events a second over all processes, and so many at once from this one, so that an endpoint that takes its
/// time doesn't take the others'.
/// </summary>
public sealed class EndpointTurns(IDocumentStores stores, TimeProvider clock) : IDisposable
{
    internal const string Group = "webhookRates";
    private const int AtOnce = 8;

    private readonly string _process = Identifiers.New("prc", clock);
    private readonly ConcurrentDictionary<string, int> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Tenant, string Endpoint), LeasedBucket> _buckets = new();

    /// <summary>A place among those that are sent at once, until it is disposed of; null: all are taken.</summary>
    public IDisposable? TryTake(string endpointId)
    {
        if (_underWay.AddOrUpdate(endpointId, 1, (_, taken) => taken + 1) > AtOnce)
        {
            Leave(endpointId);
            return null;
        }
        return new Turn(this, endpointId);
    }

    /// <summary>Takes one of the endpoint's events a second: zero, or how long until there is one.</summary>
    public ValueTask<TimeSpan> Spend(string tenantId, WebhookEndpoint endpoint, CancellationToken ct = default) =>
        _buckets
            .GetOrAdd(
                (tenantId, endpoint.Id),
                key => new(stores.ForTenant(key.Tenant), $"{Group}/{key.Endpoint}", _process, clock)
            )
            .Spend(new(endpoint.MaxPerSecond, endpoint.MaxPerSecond), 1, ct);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bucket in _buckets.Values)
        {
            bucket.Dispose();
        }
    }

    private void Leave(string endpointId) => _underWay.AddOrUpdate(endpointId, 0, (_, taken) => taken - 1);

    private sealed class Turn(EndpointTurns turns, string endpointId) : IDisposable
    {
        public void Dispose() => turns.Leave(endpointId);
    }
}
