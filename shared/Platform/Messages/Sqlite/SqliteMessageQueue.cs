using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>
/// Queues in SQLite. Repeats are recognised within a tenant. A message whose tenth delivery is abandoned goes to the dead letters at once;
/// one whose tenth lock runs out, when the queue is next read.
/// </summary>
/// <param name="database">Holds the module messages (<see cref="EmbeddedStorage"/>).</param>
/// <param name="clock">Says what is due.</param>
public sealed class SqliteMessageQueue(SqliteDatabase database, TimeProvider clock) : IMessageQueue
{
    private const int ForgetAtOnce = 1000;
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    // Timers take no more than about 49 days, and a spurious return is allowed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private readonly MessageSignals _signals = new();

    // Touched on the writer's thread alone.
    private DateTimeOffset _nextForget = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public Task<bool> Send(OutgoingMessage message, CancellationToken ct = default)
    {
        MessageRules.Check(message);
        return database.WriteRepeatable(scope => Enqueue(scope, message), ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedMessage>> Receive(
        string queue,
        int max,
        TimeSpan lockDuration,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckQueue(queue);
        MessageRules.CheckMax(max);
        MessageRules.CheckLock(lockDuration);
        ct.ThrowIfCancellationRequested();
        // An empty queue costs no write.
        if (EarliestDue(queue) is not { } due || due > clock.GetUtcNow())
        {
            return [];
        }
        return await database
            .WriteRepeatable(
                scope =>
                {
                    var now = clock.GetUtcNow();
                    return MessageTable.Receive(scope, queue, max, now, now + lockDuration);
                },
                ct
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task WaitForMessage(string queue, CancellationToken ct = default)
    {
        MessageRules.CheckQueue(queue);
        ct.ThrowIfCancellationRequested();
        var signal = _signals.Next(queue);
        var wait = LongestWait;
        if (EarliestDue(queue) is { } due)
        {
            var left = due - clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return;
            }
            wait = left < wait ? left : wait;
        }
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // A timer cuts off what is below a millisecond, and would fire too early and often.
        var timer = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, over.Token);
        await Task.WhenAny(signal, timer).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public Task<bool> Complete(ReceivedMessage message, CancellationToken ct = default) =>
        Settle(message, MessageTable.Remove, wakes: false, ct);

    /// <inheritdoc/>
    public Task<bool> Abandon(ReceivedMessage message, TimeSpan delay, CancellationToken ct = default) =>
        delay < TimeSpan.Zero
            ? throw new ArgumentException($"The message {message.Id} can't go back with a negative delay ({delay}).")
            : Settle(
                message,
                (scope, key, now) =>
                {
                    if (message.DeliveryCount >= IMessageQueue.MaxDeliveries)
                    {
                        MessageTable.Bury(scope, key, "The last delivery was abandoned.", now);
                    }
                    else
                    {
                        MessageTable.Release(scope, key, now + delay);
                    }
                },
                wakes: true,
                ct
            );

    /// <inheritdoc/>
    public Task<bool> DeadLetter(ReceivedMessage message, string reason, CancellationToken ct = default) =>
        Settle(message, (scope, key, now) => MessageTable.Bury(scope, key, reason, now), wakes: false, ct);

    /// <inheritdoc/>
    public async Task<ReceivedMessage?> Renew(
        ReceivedMessage message,
        TimeSpan lockDuration,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckLock(lockDuration);
        var until = DateTimeOffset.MinValue;
        var renewed = await Settle(
                message,
                (scope, key, now) => MessageTable.Extend(scope, key, until = now + lockDuration),
                wakes: false,
                ct
            )
            .ConfigureAwait(false);
        return renewed ? message with { LockedUntil = until } : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> PeekDeadLetters(string queue, int max, CancellationToken ct = default)
    {
        MessageRules.CheckQueue(queue);
        MessageRules.CheckMax(max);
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(
            database.Read<IReadOnlyList<DeadLetter>>(scope =>
            {
                var letters = new List<DeadLetter>();
                var rows = scope
                    .Prepare(
                        "SELECT id, tenant, body, deliveries, reason, at FROM messages_dead WHERE queue=?1 ORDER BY key LIMIT ?2"
                    )
                    .Bind(1, queue)
                    .Bind(2, max);
                while (rows.Step())
                {
                    var at = new DateTimeOffset(rows.Int64(5), TimeSpan.Zero);
                    letters.Add(
                        new(queue, rows.Text(0), rows.Text(1), rows.Bytes(2), (int)rows.Int64(3), rows.Text(4), at)
                    );
                }
                return letters;
            })
        );
    }

    /// <inheritdoc/>
    public Task<bool> Replay(string queue, string id, CancellationToken ct = default)
    {
        MessageRules.CheckQueue(queue);
        return database.WriteRepeatable(
            scope =>
            {
                var found = MessageTable.Revive(scope, queue, id, clock.GetUtcNow());
                if (found)
                {
                    scope.AfterCommit(() => _signals.Wake(queue));
                }
                return found;
            },
            ct
        );
    }

    /// <summary>Inserts a message in a write of somebody else's: it leaves if and only if that write is committed. Already checked.</summary>
    internal bool Enqueue(SqliteWriteScope scope, OutgoingMessage message)
    {
        var now = clock.GetUtcNow();
        ForgetOldIds(scope, now);
        var inserted = MessageTable.Insert(scope, message, now);
        if (inserted)
        {
            scope.AfterCommit(() => _signals.Wake(message.Queue));
        }
        return inserted;
    }

    // A little at a time, with whatever is written anyway: no message waits for a large cleaning.
    private void ForgetOldIds(SqliteWriteScope scope, DateTimeOffset now)
    {
        if (now >= _nextForget && MessageTable.Forget(scope, now, ForgetAtOnce) < ForgetAtOnce)
        {
            _nextForget = now + ForgetEvery;
        }
    }

    private Task<bool> Settle(
        ReceivedMessage message,
        Action<SqliteWriteScope, long, DateTimeOffset> change,
        bool wakes,
        CancellationToken ct
    ) =>
        database.WriteRepeatable(
            scope =>
            {
                var now = clock.GetUtcNow();
                if (MessageTable.Locked(scope, message, now) is not { } key)
                {
                    return false;
                }
                change(scope, key, now);
                if (wakes)
                {
                    scope.AfterCommit(() => _signals.Wake(message.Queue));
                }
                return true;
            },
            ct
        );

    private DateTimeOffset? EarliestDue(string queue) =>
        database.Read(scope => scope.Prepare("SELECT min(due) FROM messages WHERE queue=?1").Bind(1, queue).Scalar())
            is { } ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
}
