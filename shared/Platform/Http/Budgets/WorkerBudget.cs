using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Platform.Http.Budgets;

/// <summary>
/// One process' share of a tenant's budget for one system. Tokens come from the shared bucket in leases, which grow while they are used up,
/// so that a busy worker writes seldom; what is not used within the lease's life is thrown away.
/// </summary>
internal sealed class WorkerBudget(IDocumentStore store, string host, DocumentPath path, TimeProvider clock)
    : IDisposable
{
    // Waiters are let in in the order of their arrival, and only the first of them asks the store.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _lease;
    private int _wanted = 1;
    private DateTimeOffset _leaseEnds;

    /// <summary>Waits for a token.</summary>
    /// <exception cref="BudgetExhaustedException">There will be none within <paramref name="longest"/>.</exception>
    public async Task Take(RateBudget budget, TimeSpan longest, CancellationToken ct)
    {
        var due = clock.GetUtcNow() + longest;
        using var patience = new CancellationTokenSource(longest + TimeSpan.FromMilliseconds(1), clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await _turn.WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new BudgetExhaustedException(host, TimeSpan.FromSeconds(1 / budget.RefillPerSecond));
        }
        try
        {
            while (!Spend())
            {
                var wait = await Renew(budget, ct).ConfigureAwait(false);
                if (wait == TimeSpan.Zero)
                {
                    return;
                }
                if (clock.GetUtcNow() + wait > due)
                {
                    throw new BudgetExhaustedException(host, wait);
                }
                await Task.Delay(wait, clock, ct).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets no worker take a token for a while, as the other side has asked.</summary>
    public async Task Hold(RateBudget budget, TimeSpan time, CancellationToken ct)
    {
        Volatile.Write(ref _lease, 0);
        while (true)
        {
            var stored = await store.Get(path, ct).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            if (await Write(stored, Bucket.Hold(Read(stored), budget, now + time, now), ct).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool Spend()
    {
        if (_lease > 0 && clock.GetUtcNow() < _leaseEnds)
        {
            _lease--;
            return true;
        }
        _wanted = _lease > 0 ? 1 : _wanted;
        _lease = 0;
        return false;
    }

    /// <summary>Takes a lease and spends its first token: zero; or how long to wait before there is any.</summary>
    private async Task<TimeSpan> Renew(RateBudget budget, CancellationToken ct)
    {
        while (true)
        {
            var stored = await store.Get(path, ct).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            var (left, taken, wait) = Bucket.Take(Read(stored), budget, _wanted, now);
            if (taken == 0)
            {
                _wanted = 1;
                return wait;
            }
            if (await Write(stored, left, ct).ConfigureAwait(false))
            {
                _lease = taken - 1;
                _leaseEnds = now + budget.LeaseLife;
                // Never more than a quarter, or one worker would starve the others.
                _wanted = Math.Clamp(_wanted * 2, 1, Math.Max(1, (int)budget.Shared / 4));
                return TimeSpan.Zero;
            }
        }
    }

    private static Bucket? Read(Document? stored) => stored?.As(BudgetJson.Default.Bucket);

    private async Task<bool> Write(Document? stored, Bucket bucket, CancellationToken ct)
    {
        var result = stored is null
            ? await store.Create(path, bucket, BudgetJson.Default.Bucket, ct).ConfigureAwait(false)
            : await store.Set(path, bucket, BudgetJson.Default.Bucket, stored.ETag, ct).ConfigureAwait(false);
        return result.Conflict is null;
    }
}
