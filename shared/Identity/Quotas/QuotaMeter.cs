using System.Collections.Concurrent;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Buckets;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.Quotas;

/// <summary>
/// Counts a tenant's calls in a calendar month against its plan, over all processes and restarts: a bucket that nothing flows into, with a document
/// for each month. What a killed process held counts as used: at most a thousandth of the quota.
/// </summary>
public sealed class QuotaMeter(IDocumentStores stores, ITenantPlans plans, TimeProvider clock) : IDisposable
{
    internal const string Group = "usage";

    private readonly string _process = Identifiers.New("prc", clock);
    private readonly ConcurrentDictionary<string, Month> _months = new(StringComparer.Ordinal);

    /// <summary>Counts a call: null; or, where the quota is used up, when the next month begins.</summary>
    public ValueTask<DateTimeOffset?> Count(string tenantId, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var plan = plans.Current(tenantId, ct);
        return
            plan.IsCompletedSuccessfully
            && _months.TryGetValue(tenantId, out var month)
            && month.IsOf(plan.Result, now)
            && month.Bucket.TrySpend(1, now.UtcTicks)
            ? new((DateTimeOffset?)null)
            : new(Ask(plan.AsTask(), tenantId, now, ct));
    }

    /// <summary>What a tenant has used this month.</summary>
    public async Task<Usage> Read(string tenantId, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var plan = await plans.Current(tenantId, ct).ConfigureAwait(false);
        var month = Find(tenantId, plan, now);
        var used = await month.Bucket.Taken(month.Size, ct).ConfigureAwait(false);
        return new(plan, plan.Month(now), Math.Min(used, month.Size.Capacity), month.Ends);
    }

    /// <summary>Gives back what is held and was not used for a while, or at a stop everything.</summary>
    public async Task GiveBack(bool all, CancellationToken ct = default)
    {
        foreach (var month in _months.Values.Where(month => all || month.Bucket.IsOver(clock.GetUtcNow().UtcTicks)))
        {
            await month.Bucket.GiveBack(month.Size, ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var month in _months.Values)
        {
            month.Bucket.Dispose();
        }
    }

    private async Task<DateTimeOffset?> Ask(
        Task<TenantPlan> plan,
        string tenantId,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var month = Find(tenantId, await plan.ConfigureAwait(false), now);
        var wait = await month.Bucket.Spend(month.Size, 1, ct).ConfigureAwait(false);
        return wait > TimeSpan.Zero ? month.Ends : null;
    }

    private Month Find(string tenantId, TenantPlan plan, DateTimeOffset now) =>
        _months.AddOrUpdate(
            tenantId,
            tenant => Begin(tenant, plan, now, null),
            (tenant, known) => known.IsOf(plan, now) ? known : Begin(tenant, plan, now, known)
        );

    private Month Begin(string tenantId, TenantPlan plan, DateTimeOffset now, Month? before)
    {
        var name = plan.Month(now);
        // Another plan in the same month goes on with what was counted. What was held of an earlier month is of no use in this one.
        var bucket =
            before?.Name == name
                ? before.Bucket
                : new LeasedBucket(stores.ForTenant(tenantId), $"{Group}/calls-{name}", _process, clock);
        return new(name, plan, bucket, plan.NextMonth(now));
    }

    private sealed record Month(string Name, TenantPlan Plan, LeasedBucket Bucket, DateTimeOffset Ends)
    {
        public BucketSize Size { get; } =
            new(Plan.Plan.CallsPerMonth, 0)
            {
                LargestLease = Math.Clamp(Plan.Plan.CallsPerMonth / 1000, 1, 100_000),
                LeaseLife = TimeSpan.FromMinutes(1),
            };

        public bool IsOf(TenantPlan plan, DateTimeOffset now) =>
            now < Ends
            && (ReferenceEquals(plan, Plan) || (plan.Plan == Plan.Plan && plan.TimeZone.Equals(Plan.TimeZone)));
    }
}

/// <summary>What a tenant has used in a month.</summary>
/// <param name="Plan">What it may use.</param>
/// <param name="Month">Such as <c>2026-01</c>.</param>
/// <param name="Calls">Calls that were let through.</param>
/// <param name="Ends">When the next month begins.</param>
public sealed record Usage(TenantPlan Plan, string Month, long Calls, DateTimeOffset Ends);
