namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// Lets activities run, so many at once and so many of a name; those beyond wait their turn without holding a place, a tenant after the other.
/// </summary>
internal sealed class ActivityDispatcher
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, NameLimit> _limits;
    private readonly ParallelQueue<ActivityWork> _queue;
    private readonly Backlog _backlog;
    private readonly Func<ActivityWork, ValueTask> _run;

    public ActivityDispatcher(EmbeddedDurableTaskOptions options, Backlog backlog, Func<ActivityWork, ValueTask> run)
    {
        _run = run;
        _backlog = backlog;
        _queue = new ParallelQueue<ActivityWork>(
            options.MaxConcurrentActivities,
            backlog,
            static work => work.Tenant,
            RunAsync
        );
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
                    limit.Waiting.Enqueue(work.Tenant, work);
                    _backlog.Enter(work.Tenant);
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
            _backlog.Leave(next.Tenant);
            _queue.Enqueue(next);
        }
    }

    private sealed class NameLimit(int limit)
    {
        public int Limit { get; } = limit;

        public int Running { get; set; }

        public FairQueue<ActivityWork> Waiting { get; } = new();
    }
}
