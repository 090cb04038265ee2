namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// Runs items, so many at once, on the thread pool, in the order of a <see cref="FairQueue{T}"/>. Stops when told to; what is left then stays.
/// </summary>
internal sealed class ParallelQueue<T>(int limit, Backlog backlog, Func<T, string> tenantOf, Func<T, ValueTask> run)
{
    private readonly Lock _lock = new();
    private readonly FairQueue<T> _items = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopping;
    private bool _draining;
    private int _active;

    public void Enqueue(T item)
    {
        var tenant = tenantOf(item);
        backlog.Enter(tenant);
        lock (_lock)
        {
            _items.Enqueue(tenant, item);
            if (_stopping || _active >= limit)
            {
                return;
            }
            _active++;
        }
        StartWork();
    }

    /// <summary>Runs the item on the caller's thread where nothing waits before it and there is a place; else as <see cref="Enqueue"/>.</summary>
    public async ValueTask RunOrEnqueue(T item)
    {
        var here = false;
        lock (_lock)
        {
            if (!_stopping && _items.Count == 0 && _active < limit)
            {
                here = true;
                _active++;
            }
        }
        if (!here)
        {
            Enqueue(item);
            return;
        }
        await run(item).ConfigureAwait(false);
        // The caller has work of his own: what has come meanwhile is for a thread of the pool.
        lock (_lock)
        {
            if (!MayTake || _items.Count == 0)
            {
                GiveUpPlace();
                return;
            }
        }
        StartWork();
    }

    /// <summary>
    /// Takes up nothing new; done when the items that run are done and, with <paramref name="drain"/>, those that wait as well.
    /// </summary>
    public Task StopAsync(bool drain)
    {
        lock (_lock)
        {
            _draining = drain;
            _stopping = true;
            if (_active == 0)
            {
                _idle.TrySetResult();
            }
        }
        return _idle.Task;
    }

    private bool MayTake => !_stopping || _draining;

    private void StartWork() =>
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.Work(), this, preferLocal: false);

    private void GiveUpPlace()
    {
        if (--_active == 0 && _stopping)
        {
            _idle.TrySetResult();
        }
    }

    private async Task Work()
    {
        while (TryNext(out var item))
        {
            backlog.Leave(tenantOf(item));
            await run(item).ConfigureAwait(false);
        }
    }

    // An item that comes between the last look and the giving up of the place must not be left lying: both happen under the lock.
    private bool TryNext([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        lock (_lock)
        {
            if (MayTake && _items.TryDequeue(out item))
            {
                return true;
            }
            item = default;
            GiveUpPlace();
            return false;
        }
    }
}
