using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>
/// Queues in SQLite. A message whose last delivery is abandoned goes to the dead letters at once; one whose last lock or whose time runs out,
/// when the queue is next read.
/// </summary>
/// <param name="database">Holds the module messages (<see cref="EmbeddedStorage"/>).</param>
/// <param name="queues">What is declared.</param>
/// <param name="clock">Says what is due.</param>
public sealed class SqliteMessageQueue(SqliteDatabase database, QueueCatalogue queues, TimeProvider clock)
    : IMessageQueue,
        IBatchMessages
{
    private const int ForgetAtOnce = 1000;
    private const int BuryAtOnce = 1000;
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    // Timers take no more than about 49 days, and a spurious return is allowed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private readonly MessageSignals _signals = new();

    // Touched on the writer's thread alone.
    private DateTimeOffset _nextForget = DateTimeOffset.MinValue;
    private long? _lastKey;

    /// <inheritdoc/>
    public Task<bool> Send(OutgoingMessage message, CancellationToken ct = default)
    {
        Check(message);
        var traced = MessageProperties.Traced(message);
        return database.WriteRepeatable(scope => Enqueue(scope, traced), ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<bool>> SendMany(IReadOnlyList<OutgoingMessage> messages, CancellationToken ct = default)
    {
        MessageRules.CheckMax(messages.Count);
        foreach (var message in messages)
        {
            Check(message);
        }
        var traced = messages.Select(MessageProperties.Traced).ToArray();
        return database.WriteRepeatable<IReadOnlyList<bool>>(
            scope => Array.ConvertAll(traced, message => Enqueue(scope, message)),
            ct
        );
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
        var options = queues.Of(queue);
        return await database
            .WriteRepeatable(
                scope =>
                {
                    var now = clock.GetUtcNow();
                    MessageTable.BuryExpired(scope, queue, now, BuryAtOnce);
                    return MessageTable.Receive(scope, options, max, now, now + lockDuration);
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
        database.WriteRepeatable(scope => Complete(scope, message), ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<bool>> CompleteMany(
        IReadOnlyList<ReceivedMessage> messages,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckMax(messages.Count);
        return database.WriteRepeatable<IReadOnlyList<bool>>(
            scope => [.. messages.Select(message => Complete(scope, message))],
            ct
        );
    }

    /// <inheritdoc/>
    public Task<bool> Abandon(ReceivedMessage message, TimeSpan delay, CancellationToken ct = default)
    {
        MessageRules.CheckDelay(message, delay);
        var most = queues.Of(message.Queue).MaxDeliveries;
        return Settle(
            message,
            (scope, key, now) =>
            {
                if (message.DeliveryCount >= most)
                {
                    var why = DeadLetterReasons.MaxDeliveriesDescription(most);
                    MessageTable.Bury(scope, key, DeadLetterReasons.MaxDeliveries, why, now);
                }
                else if (MessageTable.Expires(scope, key) <= now + delay)
                {
                    const string Why = DeadLetterReasons.ExpiredDescription;
                    MessageTable.Bury(scope, key, DeadLetterReasons.Expired, Why, now);
                }
                else
                {
                    MessageTable.Release(scope, key, now + delay);
                }
            },
            wakes: true,
            ct
        );
    }

    /// <inheritdoc/>
    public Task<bool> DeadLetter(
        ReceivedMessage message,
        string reason,
        string? description = null,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckReason(reason, description);
        return Settle(
            message,
            (scope, key, now) => MessageTable.Bury(scope, key, reason, description, now),
            wakes: message.OrderingKey is not null,
            ct
        );
    }

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
    public Task<MessagePage<PeekedMessage>> Peek(string queue, PeekRequest request, CancellationToken ct = default)
    {
        MessageRules.CheckQueue(queue);
        MessageRules.CheckMax(request.Limit);
        ct.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        return Task.FromResult(database.Read(scope => MessagePeek.Read(scope, queue, request, now)));
    }

    /// <inheritdoc/>
    public async Task<MessagePage<DeadLetter>> PeekDeadLetters(
        string queue,
        PeekRequest request,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckQueue(queue);
        MessageRules.CheckMax(request.Limit);
        ct.ThrowIfCancellationRequested();
        await BuryExpired(queue, ct).ConfigureAwait(false);
        return database.Read(scope => DeadLetterTable.Peek(scope, queue, request));
    }

    /// <inheritdoc/>
    public Task<bool> Replay(string queue, string tenantId, string id, CancellationToken ct = default)
    {
        MessageRules.CheckQueue(queue);
        return database.WriteRepeatable(
            scope => DeadLetterTable.Find(scope, queue, tenantId, id) is { } key && Revive(scope, queue, [key]) == 1,
            ct
        );
    }

    /// <inheritdoc/>
    public Task<int> ReplayAll(string queue, string tenantId, CancellationToken ct = default)
    {
        MessageRules.CheckQueue(queue);
        return database.WriteRepeatable(
            scope => Revive(scope, queue, DeadLetterTable.Keys(scope, queue, tenantId)),
            ct
        );
    }

    /// <inheritdoc/>
    public Task<bool> DeleteDeadLetter(string queue, string tenantId, string id, CancellationToken ct = default)
    {
        MessageRules.CheckQueue(queue);
        return database.WriteRepeatable(
            scope =>
            {
                var key = DeadLetterTable.Find(scope, queue, tenantId, id);
                if (key is { } found)
                {
                    DeadLetterTable.Delete(scope, found);
                }
                return key is not null;
            },
            ct
        );
    }

    /// <inheritdoc/>
    public void Check(OutgoingMessage message) => MessageRules.Check(message, queues.Of(message.Queue));

    /// <summary>Inserts a message in a write of somebody else's: it leaves if and only if that write is committed. Already checked.</summary>
    internal bool Enqueue(SqliteWriteScope scope, OutgoingMessage message)
    {
        var now = clock.GetUtcNow();
        ForgetOldIds(scope, now);
        var inserted = MessageTable.Insert(
            scope,
            NextKey(scope),
            message,
            queues.Of(message.Queue).DuplicateWindow,
            now
        );
        if (inserted)
        {
            scope.AfterCommit(() => _signals.Wake(message.Queue));
        }
        return inserted;
    }

    void IBatchMessages.Add(SqliteWriteScope scope, OutgoingMessage message) => Enqueue(scope, message);

    private bool Complete(SqliteWriteScope scope, ReceivedMessage message)
    {
        var completed = MessageTable.Complete(scope, message, clock.GetUtcNow());
        if (completed && message.OrderingKey is not null)
        {
            // The next of its key may be due.
            scope.AfterCommit(() => _signals.Wake(message.Queue));
        }
        return completed;
    }

    private int Revive(SqliteWriteScope scope, string queue, List<long> keys)
    {
        foreach (var key in keys)
        {
            MessageTable.Return(scope, NextKey(scope), DeadLetterTable.Take(scope, queue, key), clock.GetUtcNow());
        }
        if (keys.Count > 0)
        {
            scope.AfterCommit(() => _signals.Wake(queue));
        }
        return keys.Count;
    }

    private async Task BuryExpired(string queue, CancellationToken ct)
    {
        while (EarliestExpiry(queue) <= clock.GetUtcNow())
        {
            var buried = await database
                .WriteRepeatable(scope => MessageTable.BuryExpired(scope, queue, clock.GetUtcNow(), BuryAtOnce), ct)
                .ConfigureAwait(false);
            // What is locked expires when its lock is over.
            if (buried < BuryAtOnce)
            {
                return;
            }
        }
    }

    // Never one that was used already, as SQLite's own would be: a lock token names its message by it.
    private long NextKey(SqliteWriteScope scope)
    {
        _lastKey ??= scope.Prepare("SELECT max(key) FROM messages").Scalar() ?? 0;
        return (_lastKey += 1).Value;
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
        Earliest("SELECT min(due) FROM messages WHERE queue=?1", queue);

    private DateTimeOffset? EarliestExpiry(string queue) =>
        Earliest("SELECT min(expires) FROM messages WHERE queue=?1 AND expires IS NOT NULL", queue);

    private DateTimeOffset? Earliest(string sql, string queue) =>
        database.Read(scope => scope.Prepare(sql).Bind(1, queue).Scalar()) is { } ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
}
