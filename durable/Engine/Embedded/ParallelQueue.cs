using System.Collections.Concurrent;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Runs items in order of arrival, so many at once, on the thread pool. Stops when told to; what is left then stays.</summary>
internal sealed class ParallelQueue<T>(int limit, Func<T, ValueTask> run)
{
    private readonly ConcurrentQueue<T> _items = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private volatile bool _draining;
    private int _active;

    public int Active => Volatile.Read(ref _active);

    public void Enqueue(T item)
    {
        _items.Enqueue(item);
        TryStart();
    }

    /// <summary>
    /// Takes up nothing new; done when the items that run are done and, with <paramref name="drain"/>, those that wait as well.
    /// </summary>
    public Task StopAsync(bool drain)
    {
        _draining = drain;
        _stopping = true;
        if (Active == 0)
        {
            _idle.TrySetResult();
        }
        return _idle.Task;
    }

    private void TryStart()
    {
        while (!_stopping)
        {
            var active = Active;
            if (active >= limit)
            {
                return;
            }
            if (Interlocked.CompareExchange(ref _active, active + 1, active) == active)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.Work(), this, preferLocal: false);
                return;
            }
        }
    }

    private async Task Work()
    {
        while ((!_stopping || _draining) && _items.TryDequeue(out var item))
        {
            await run(item).ConfigureAwait(false);
        }
        if (Interlocked.Decrement(ref _active) == 0 && _stopping)
        {
            _idle.TrySetResult();
        }
        else if (!_items.IsEmpty)
        {
            // An item that came between the last look and the decrement must not be left lying.
            TryStart();
        }
    }
}
