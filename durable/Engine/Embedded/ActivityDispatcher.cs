namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Lets activities run, so many at once and so many of a name; those beyond wait their turn without holding a place.</summary>
internal sealed class ActivityDispatcher
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, NameLimit> _limits;
    private readonly ParallelQueue<ActivityWork> _queue;
    private readonly Func<ActivityWork, ValueTask> _run;

    public ActivityDispatcher(EmbeddedDurableTaskOptions options, Func<ActivityWork, ValueTask> run)
    {
        _run = run;
        _queue = new ParallelQueue<ActivityWork>(options.MaxConcurrentActivities, RunAsync);
        _limits = options.MaxConcurrentActivitiesByName.ToDictionary(
            pair => pair.Key,
            pair => new NameLimit(pair.Value),
            StringComparer.OrdinalIgnoreCase
        );
    }

    public void Enqueue(ActivityWork work)
    {
        if (_limits.Count > 0 && _limits.TryGetValue(work.Name, out var limit))
        {
            lock (_lock)
            {
                if (limit.Running == limit.Limit)
                {
                    limit.Waiting.Enqueue(work);
                    return;
                }
                limit.Running++;
            }
        }
        _queue.Enqueue(work);
    }

    public Task StopAsync() => _queue.StopAsync(drain: false);

    private async ValueTask RunAsync(ActivityWork work)
    {
        await _run(work).ConfigureAwait(false);
        if (_limits.Count == 0 || !_limits.TryGetValue(work.Name, out var limit))
        {
            return;
        }
        ActivityWork? next;
        lock (_lock)
        {
            if (!limit.Waiting.TryDequeue(out next))
            {
                limit.Running--;
            }
        }
        if (next is not null)
        {
            _queue.Enqueue(next);
        }
    }

    private sealed class NameLimit(int limit)
    {
        public int Limit { get; } = limit;

        public int Running { get; set; }

        public Queue<ActivityWork> Waiting { get; } = new();
    }
}
