using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Forgets, at the start and once an hour, instances that ended longer ago than they are to be kept.</summary>
internal sealed class Retention : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly OrchestrationRuntimeStatus[] Completed = [OrchestrationRuntimeStatus.Completed];

    private static readonly OrchestrationRuntimeStatus[] Failed =
    [
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
        OrchestrationRuntimeStatus.Canceled,
    ];

    private readonly WorkflowEngine _engine;
    private readonly EmbeddedDurableTaskOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private int _rings;

    public Retention(WorkflowEngine engine, EmbeddedDurableTaskOptions options, ILogger logger)
    {
        _engine = engine;
        _options = options;
        _logger = logger;
        _timer = engine.Clock.CreateTimer(
            static self => _ = ((Retention)self!).Sweep(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public void Start() => _timer.Change(TimeSpan.Zero, Interval);

    public void Dispose()
    {
        _stop.Cancel();
        _timer.Dispose();
    }

    private async Task Sweep()
    {
        // A ring during a sweep means one more of them: what has come of age since its beginning is not left for the next hour.
        if (Interlocked.Increment(ref _rings) > 1)
        {
            return;
        }
        // The timer may ring on the writer's thread, which must not wait for itself.
        await Task.Yield();
        int seen;
        do
        {
            seen = Volatile.Read(ref _rings);
            await SweepOnce().ConfigureAwait(false);
        } while (Interlocked.CompareExchange(ref _rings, 0, seen) != seen);
    }

    private async Task SweepOnce()
    {
        try
        {
            var purged =
                await Forget(_options.CompletedRetention, Completed).ConfigureAwait(false)
                + await Forget(_options.FailedRetention, Failed).ConfigureAwait(false);
            if (purged > 0)
            {
                _logger.LogInformation("{Count} workflows that ended long ago were forgotten.", purged);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next start goes on.
        }
        catch (Exception e)
        {
            _logger.LogWarning(e, "Workflows that ended long ago could not be forgotten; the next hour tries again.");
        }
    }

    private async Task<int> Forget(TimeSpan? kept, OrchestrationRuntimeStatus[] statuses) =>
        kept is { } span
            ? await PurgeInstances
                .EndedBefore(_engine, _engine.Clock.GetUtcNow().UtcDateTime - span, statuses, _stop.Token)
                .ConfigureAwait(false)
            : 0;
}
