using IntegrationFunctions.Platform.Buckets;

namespace IntegrationFunctions.Platform.Http.Budgets;

/// <summary>One process' share of a tenant's budget for one system: who finds no token waits for one.</summary>
internal sealed class WorkerBudget(LeasedBucket bucket, string host, TimeProvider clock) : IDisposable
{
    // Waiters are let in in the order of their arrival.
    private readonly SemaphoreSlim _turn = new(1, 1);

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
            while (await bucket.Spend(budget.Size, 1, ct).ConfigureAwait(false) is var wait && wait > TimeSpan.Zero)
            {
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
    public Task Hold(RateBudget budget, TimeSpan time, CancellationToken ct) => bucket.Hold(budget.Size, time, ct);

    public void Dispose()
    {
        _turn.Dispose();
        bucket.Dispose();
    }
}
