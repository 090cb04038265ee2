using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Fires timers. They live on disk; only the time of the earliest is in memory.</summary>
internal sealed class TimerQueue : IDisposable
{
    private const int MaxBatch = 500;

    // Longer waits are made of several, for the timers below can't be set further ahead than some weeks.
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly WorkflowEngine _engine;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private DateTime? _due;
    private bool _disposed;

    public TimerQueue(WorkflowEngine engine, ILogger logger)
    {
        _engine = engine;
        _logger = logger;
        _timer = engine.Clock.CreateTimer(
            static queue => _ = ((TimerQueue)queue!).Fire(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public static DateTime? Earliest(SqliteWriteScope scope) =>
        scope.Command("SELECT min(fire_at) FROM workflows_timers").ExecuteScalar() is long ticks
            ? InstanceTable.Time(ticks)
            : null;

    /// <summary>Wakes up at <paramref name="due"/> at the latest.</summary>
    public void Arm(DateTime? due)
    {
        if (due is not { } time)
        {
            return;
        }
        lock (_lock)
        {
            if (_disposed || _due <= time)
            {
                return;
            }
            _due = time;
            var wait = time - _engine.Clock.GetUtcNow().UtcDateTime;
            // Up to the next whole millisecond: timers cut fractions off, and would ring too early.
            wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            _timer.Change(
                wait < TimeSpan.Zero ? TimeSpan.Zero
                    : wait > MaxWait ? MaxWait
                    : wait,
                Timeout.InfiniteTimeSpan
            );
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }
        _timer.Dispose();
    }

    private async Task Fire()
    {
        lock (_lock)
        {
            _due = null;
        }
        try
        {
            await _engine.Database.Write(MoveDue).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (!_disposed)
            {
                _logger.LogError(e, "Due timers could not be read; they are tried again.");
                Arm(_engine.Clock.GetUtcNow().UtcDateTime + RetryAfter);
            }
        }
    }

    private bool MoveDue(SqliteWriteScope scope)
    {
        var now = _engine.Clock.GetUtcNow().UtcDateTime;
        foreach (var timer in ReadDue(scope, now))
        {
            scope.Execute(
                "DELETE FROM workflows_timers WHERE fire_at=$1 AND key=$2 AND task_id=$3",
                timer.FireAt.Ticks,
                timer.Key,
                timer.TaskId
            );
            var mail = default(Mail);
            if (timer.TaskId == InstanceTable.StartTimer)
            {
                scope.Execute("UPDATE workflows_instances SET busy=1 WHERE key=$1", timer.Key);
            }
            else
            {
                var fired = new TimerFired(timer.FireAt, timer.TaskId) { Timestamp = now };
                mail = new Mail(fired, _engine.NextSeq(), timer.ExecutionId);
                InstanceTable.InsertInbox(scope, mail.InboxSeq, timer.Key, timer.ExecutionId, fired);
            }
            scope.AfterCommit(() => _engine.Post(timer.InstanceId, timer.Tenant, mail));
        }
        var next = Earliest(scope);
        scope.AfterCommit(() => Arm(next));
        return true;
    }

    private static List<DueTimer> ReadDue(SqliteWriteScope scope, DateTime now)
    {
        var due = new List<DueTimer>();
        using var rows = scope
            .Command(
                "SELECT t.fire_at, t.key, t.task_id, t.execution_id, i.instance_id, i.tags FROM workflows_timers t "
                    + "JOIN workflows_instances i ON i.key=t.key WHERE t.fire_at<=$1 ORDER BY t.fire_at LIMIT $2",
                now.Ticks,
                MaxBatch
            )
            .ExecuteReader();
        while (rows.Read())
        {
            due.Add(
                new DueTimer(
                    InstanceTable.Time(rows.GetInt64(0)),
                    rows.GetInt64(1),
                    rows.GetInt32(2),
                    rows.GetString(3),
                    rows.GetString(4),
                    InstanceRow.TenantOf(EventJson.Tags(InstanceTable.Text(rows, 5)))
                )
            );
        }
        return due;
    }

    private sealed record DueTimer(
        DateTime FireAt,
        long Key,
        int TaskId,
        string ExecutionId,
        string InstanceId,
        string Tenant
    );
}
