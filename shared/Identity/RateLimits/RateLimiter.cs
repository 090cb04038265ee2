using System.Collections.Concurrent;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Buckets;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.RateLimits;

/// <summary>
/// Lets calls through as the tenant's plan says: first by key, then by tenant, for each route class. Over all processes, and exactly: never more
/// than the plan's quota in any window (docs/adr/0011).
/// </summary>
public sealed class RateLimiter(IDocumentStores stores, ITenantPlans plans, TimeProvider clock) : IDisposable
{
    internal const string Group = "rateLimits";

    // A process that has seen so many keys starts over: what it held comes back when the leases end.
    private const int MaxGates = 100_000;

    private readonly string _process = Identifiers.New("prc", clock);
    private readonly ConcurrentDictionary<(string Tenant, string Key, RouteClass Class), Gate> _gates = new();
    private readonly ConcurrentDictionary<(string Tenant, RouteClass Class), LeasedBucket> _tenants = new();

    /// <summary>Takes a call off the limits of a key and its tenant.</summary>
    public ValueTask<RateVerdict> Take(string tenantId, string keyId, RouteClass route, CancellationToken ct = default)
    {
        var plan = plans.Current(tenantId, ct);
        if (!plan.IsCompletedSuccessfully)
        {
            return new(Slow(plan.AsTask(), tenantId, keyId, route, ct));
        }
        var limits = plan.Result.Plan.Of(route);
        var gate = Find(tenantId, keyId, route, limits);
        var now = clock.GetUtcNow().UtcTicks;
        var taken = gate.Key.TrySpend(1, now);
        return taken && gate.Tenant.TrySpend(1, now) ? new(gate.Verdict(now)) : new(Ask(gate, taken, now, ct));
    }

    /// <summary>Gives back what is held and was not used for a while, or at a stop everything.</summary>
    public async Task GiveBack(bool all, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcTicks;
        foreach (var gate in _gates.Values)
        {
            if (all || gate.Key.IsOver(now))
            {
                await gate.Key.GiveBack(gate.Limits.Key.Bucket, ct).ConfigureAwait(false);
            }
            if (all || gate.Tenant.IsOver(now))
            {
                await gate.Tenant.GiveBack(gate.Limits.Tenant.Bucket, ct).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bucket in _gates.Values.Select(gate => gate.Key).Concat(_tenants.Values))
        {
            bucket.Dispose();
        }
    }

    private async Task<RateVerdict> Slow(
        Task<TenantPlan> plan,
        string tenantId,
        string keyId,
        RouteClass route,
        CancellationToken ct
    )
    {
        var limits = (await plan.ConfigureAwait(false)).Plan.Of(route);
        return await Ask(Find(tenantId, keyId, route, limits), false, clock.GetUtcNow().UtcTicks, ct)
            .ConfigureAwait(false);
    }

    // A call that the tenant's limit stops has cost its key a token all the same: the key's own limit protects the tenant's.
    private static async Task<RateVerdict> Ask(Gate gate, bool taken, long now, CancellationToken ct)
    {
        var wait = taken ? TimeSpan.Zero : await gate.Key.Spend(gate.Limits.Key.Bucket, 1, ct).ConfigureAwait(false);
        if (wait > TimeSpan.Zero)
        {
            return gate.Refusal("key", gate.Limits.Key, wait);
        }
        wait = await gate.Tenant.Spend(gate.Limits.Tenant.Bucket, 1, ct).ConfigureAwait(false);
        return wait > TimeSpan.Zero ? gate.Refusal("tenant", gate.Limits.Tenant, wait) : gate.Verdict(now);
    }

    private Gate Find(string tenantId, string keyId, RouteClass route, RateLimitPair limits)
    {
        var name = (tenantId, keyId, route);
        if (_gates.TryGetValue(name, out var gate) && ReferenceEquals(gate.Limits, limits))
        {
            return gate;
        }
        if (_gates.Count >= MaxGates)
        {
            _gates.Clear();
        }
        // Another plan: the buckets stay as full as they are, and are measured by its limits from now on.
        return _gates.AddOrUpdate(
            name,
            _ => new(limits, route, Bucket(tenantId, $"key~{keyId}", route), TenantBucket(tenantId, route)),
            (_, known) => ReferenceEquals(known.Limits, limits) ? known : new(limits, route, known.Key, known.Tenant)
        );
    }

    private LeasedBucket TenantBucket(string tenantId, RouteClass route) =>
        _tenants.GetOrAdd((tenantId, route), key => Bucket(key.Tenant, "tenant", key.Class));

    private LeasedBucket Bucket(string tenantId, string name, RouteClass route) =>
        new(stores.ForTenant(tenantId), $"{Group}/{name}~{route.ToString().ToLowerInvariant()}", _process, clock);
}
