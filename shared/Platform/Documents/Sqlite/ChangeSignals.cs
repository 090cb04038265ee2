namespace IntegrationFunctions.Platform.Documents.Sqlite;

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
    public async Task Wait(string tenant, CollectionPath collection, Func<bool> isThere, CancellationToken ct)
    {
        var signal = Enter((tenant, collection));
        try
        {
            if (!isThere())
            {
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
            if (--signal.Waiting == 0 && _signals.GetValueOrDefault(key) == signal)
            {
                _signals.Remove(key);
            }
        }
    }

    private sealed class Signal
    {
        public int Waiting { get; set; }

        public TaskCompletionSource Raised { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
