using System.Collections.Concurrent;
using IntegrationFunctions.Platform.Buckets;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.Quotas;

/// <summary>
/// One quota of each tenant: a bucket that nothing flows into, with a document for each month. What a killed process held counts as used: at most a
/// thousandth of the quota.
/// </summary>
/// <param name="stores">Where the buckets are.</param>
/// <param name="plans">Which plan counts, and whose calendar.</param>
/// <param name="clock">Says which month it is.</param>
/// <param name="process">Who holds leases.</param>
/// <param name="name">What is counted: <c>calls</c>.</param>
/// <param name="limit">How many of it a plan has.</param>
internal sealed class MonthlyBuckets(
    IDocumentStores stores,
    ITenantPlans plans,
    TimeProvider clock,
    string process,
    string name,
    Func<Plan, long> limit
) : IDisposable
{
    private readonly ConcurrentDictionary<string, Month> _months = new(StringComparer.Ordinal);

    /// <summary>Counts all of it: null; or, where less is left, nothing, and says when the next month begins.</summary>
    public ValueTask<DateTimeOffset?> Spend(string tenantId, long amount, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var plan = plans.Current(tenantId, ct);
        return
            plan.IsCompletedSuccessfully
            && _months.TryGetValue(tenantId, out var month)
            && month.IsOf(plan.Result, now)
            && month.Bucket.TrySpend(amount, now.UtcTicks)
            ? new((DateTimeOffset?)null)
            : new(Ask(plan.AsTask(), tenantId, amount, now, ct));
    }

    /// <summary>What was counted in the month of <paramref name="now"/>.</summary>
    public async Task<long> Used(string tenantId, TenantPlan plan, DateTimeOffset now, CancellationToken ct)
    {
        var month = Find(tenantId, plan, now);
        var used = await month.Bucket.Taken(month.Size, ct).ConfigureAwait(false);
        return Math.Min(used, month.Size.Capacity);
    }

    /// <summary>Gives back what is held and was not used for a while, or everything.</summary>
    public async Task GiveBack(bool all, CancellationToken ct)
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
        long amount,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var month = Find(tenantId, await plan.ConfigureAwait(false), now);
        var wait = await month.Bucket.Spend(month.Size, amount, ct).ConfigureAwait(false);
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
        var month = plan.Month(now);
        // Another plan in the same month goes on with what was counted. What was held of an earlier month is of no use in this one.
        var bucket =
            before?.Name == month
                ? before.Bucket
                : new LeasedBucket(stores.ForTenant(tenantId), $"{QuotaMeter.Group}/{name}-{month}", process, clock);
        return new(month, plan, limit(plan.Plan), bucket, plan.NextMonth(now));
    }

    private sealed record Month(string Name, TenantPlan Plan, long Limit, LeasedBucket Bucket, DateTimeOffset Ends)
    {
        public BucketSize Size { get; } =
            new(Limit, 0) { LargestLease = Math.Clamp(Limit / 1000, 1, 100_000), LeaseLife = TimeSpan.FromMinutes(1) };

        public bool IsOf(TenantPlan plan, DateTimeOffset now) =>
            now < Ends
            && (ReferenceEquals(plan, Plan) || (plan.Plan == Plan.Plan && plan.TimeZone.Equals(Plan.TimeZone)));
    }
}
