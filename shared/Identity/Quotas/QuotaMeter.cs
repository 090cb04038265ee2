using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.Quotas;

/// <summary>Counts what a tenant uses in a calendar month against its plan, over all processes and restarts.</summary>
public sealed class QuotaMeter : IDisposable
{
    internal const string Group = "usage";

    private readonly ITenantPlans _plans;
    private readonly TimeProvider _clock;
    private readonly MonthlyBuckets _calls;
    private readonly MonthlyBuckets _records;

    /// <summary>One for a process.</summary>
    public QuotaMeter(IDocumentStores stores, ITenantPlans plans, TimeProvider clock)
    {
        (_plans, _clock) = (plans, clock);
        var process = Identifiers.New("prc", clock);
        _calls = new(stores, plans, clock, process, "calls", plan => plan.CallsPerMonth);
        _records = new(stores, plans, clock, process, "records", plan => plan.RecordsPerMonth);
    }

    /// <summary>Counts a call: null; or, where the quota is used up, when the next month begins.</summary>
    public ValueTask<DateTimeOffset?> Count(string tenantId, CancellationToken ct = default) =>
        _calls.Spend(tenantId, 1, ct);

    /// <summary>
    /// Counts records that a synchronisation is about to store: null; or, where fewer are left, when the next month begins, and none is counted.
    /// </summary>
    /// <param name="tenantId">Whose month.</param>
    /// <param name="records">At least 1.</param>
    /// <param name="ct">Ends it.</param>
    public ValueTask<DateTimeOffset?> CountRecords(string tenantId, long records, CancellationToken ct = default) =>
        _records.Spend(tenantId, records, ct);

    /// <summary>What a tenant has used this month.</summary>
    public async Task<Usage> Read(string tenantId, CancellationToken ct = default)
    {
        var now = _clock.GetUtcNow();
        var plan = await _plans.Current(tenantId, ct).ConfigureAwait(false);
        return new(
            plan,
            plan.Month(now),
            await _calls.Used(tenantId, plan, now, ct).ConfigureAwait(false),
            await _records.Used(tenantId, plan, now, ct).ConfigureAwait(false),
            plan.NextMonth(now)
        );
    }

    /// <summary>Gives back what is held and was not used for a while, or at a stop everything.</summary>
    public async Task GiveBack(bool all, CancellationToken ct = default)
    {
        await _calls.GiveBack(all, ct).ConfigureAwait(false);
        await _records.GiveBack(all, ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _calls.Dispose();
        _records.Dispose();
    }
}

/// <summary>What a tenant has used in a month.</summary>
/// <param name="Plan">What it may use.</param>
/// <param name="Month">Such as <c>2026-01</c>.</param>
/// <param name="Calls">Calls that were let through.</param>
/// <param name="Records">Records that synchronisations brought, new or changed.</param>
/// <param name="Ends">When the next month begins.</param>
public sealed record Usage(TenantPlan Plan, string Month, long Calls, long Records, DateTimeOffset Ends);
