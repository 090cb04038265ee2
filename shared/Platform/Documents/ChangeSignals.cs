namespace IntegrationFunctions.Platform.Documents;

/// <summary>
/// Wakes those who wait for a change of a collection. They share one task a collection, so thousands of them cost one entry; a commit that
/// nobody waits for costs the look at a number.
/// </summary>
internal sealed class ChangeSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Tenant, CollectionPath Collection), Signal> _signals = [];
    private int _waiting;

    /// <summary>
    /// Waits for the next <see cref="Raise"/>, unless <paramref name="isThere"/> says that there is no need to. It is asked after the place in
    /// the queue is taken: what is committed later raises the signal.
    /// </summary>
    /// <param name="tenant">Whose collection it is.</param>
    /// <param name="collection">What is waited for.</param>
    /// <param name="isThere">Looks.</param>
    /// <param name="watch">
    /// Ends when another process may have changed the collection. All who wait share the first one's, which ends with the last of them. Null:
    /// nobody else writes.
    /// </param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task Wait(
        string tenant,
        CollectionPath collection,
        Func<Task<bool>> isThere,
        Func<CancellationToken, Task>? watch,
        CancellationToken ct
    )
    {
        var signal = Enter((tenant, collection));
        try
        {
            if (!await isThere().ConfigureAwait(false))
            {
                if (watch is not null && signal.MayWatch())
                {
                    _ = Watch((tenant, collection), signal, watch);
                }
                await signal.Raised.Task.WaitAsync(ct).ConfigureAwait(false);
            }
        }
        finally
        {
            Leave((tenant, collection), signal);
        }
    }

    public void Raise(string tenant, CollectionPath collection)
    {
        // A full fence: a waiter has either been counted, or looks at what this commit has written.
        if (Interlocked.CompareExchange(ref _waiting, 0, 0) == 0)
        {
            return;
        }
        Signal? signal;
        lock (_lock)
        {
            _signals.Remove((tenant, collection), out signal);
        }
        signal?.Raised.TrySetResult();
    }

    // A watch that fails wakes them too: what is wrong they hear when they read.
    private async Task Watch((string, CollectionPath) key, Signal signal, Func<CancellationToken, Task> watch)
    {
        await Task.WhenAny(watch(signal.Left.Token)).ConfigureAwait(false);
        lock (_lock)
        {
            if (_signals.GetValueOrDefault(key) == signal)
            {
                _signals.Remove(key);
            }
        }
        signal.Raised.TrySetResult();
    }

    private Signal Enter((string, CollectionPath) key)
    {
        lock (_lock)
        {
            if (!_signals.TryGetValue(key, out var signal))
            {
                _signals[key] = signal = new();
            }
            signal.Waiting++;
            Interlocked.Increment(ref _waiting);
            return signal;
        }
    }

    private void Leave((string, CollectionPath) key, Signal signal)
    {
        lock (_lock)
        {
            Interlocked.Decrement(ref _waiting);
            if (--signal.Waiting > 0)
            {
                return;
            }
            if (_signals.GetValueOrDefault(key) == signal)
            {
                _signals.Remove(key);
            }
        }
        signal.Left.Cancel();
    }

    private sealed class Signal
    {
        private int _watched;

        public int Waiting { get; set; }

        public TaskCompletionSource Raised { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Set when nobody waits any more.</summary>
        public CancellationTokenSource Left { get; } = new();

        public bool MayWatch() => Interlocked.Exchange(ref _watched, 1) == 0;
    }
}
