using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>The messages that are in the queues; each change inside the write of its caller.</summary>
internal static class MessageTable
{
    /// <summary>Due for nobody: it waits for the one before it under its ordering key.</summary>
    private const long Parked = 3155378975999999999;

    /// <summary>False where the id is known and nothing was inserted.</summary>
    public static bool Insert(
        SqliteWriteScope scope,
        long key,
        OutgoingMessage message,
        TimeSpan window,
        DateTimeOffset now
    )
    {
        var fresh = scope
            .Prepare(
                "INSERT INTO messages_seen(queue, id, tenant, until) VALUES(?1,?2,?3,?4) "
                    + "ON CONFLICT DO UPDATE SET until=excluded.until WHERE until<=?5"
            )
            .Bind(1, message.Queue)
            .Bind(2, message.Id)
            .Bind(3, message.TenantId)
            .Bind(4, (now + window).UtcTicks)
            .Bind(5, now.UtcTicks)
            .Run();
        if (fresh == 0)
        {
            return false;
        }
        Place(scope, key, message, now);
        return true;
    }

    private static void Place(SqliteWriteScope scope, long key, OutgoingMessage message, DateTimeOffset now)
    {
        var enqueued = message.DueFrom(now);
        var properties = message.Properties.Count > 0 ? MessageJson.Write(message.Properties) : null;
        var expires = enqueued + message.TimeToLive;
        if (message.OrderingKey is { } ordering)
        {
            InsertOrdered(scope, key, message, ordering, enqueued.UtcTicks, expires?.UtcTicks, properties);
        }
        else
        {
            Insert(scope, key, message, enqueued.UtcTicks, enqueued.UtcTicks, expires?.UtcTicks, properties);
        }
    }

    private static void Insert(
        SqliteWriteScope scope,
        long key,
        OutgoingMessage message,
        long enqueued,
        long due,
        long? expires,
        string? properties
    ) =>
        scope
            .Prepare(
                "INSERT INTO messages(queue, id, tenant, body, due, deliveries, enqueued, expires, ordering, properties, key) "
                    + "VALUES(?1,?2,?3,?4,?5,0,?6,?7,?8,?9,?10)"
            )
            .Bind(1, message.Queue)
            .Bind(2, message.Id)
            .Bind(3, message.TenantId)
            .BindBlob(4, message.Body.Span)
            .Bind(5, due)
            .Bind(6, enqueued)
            .Bind(7, expires)
            .Bind(8, message.OrderingKey)
            .Bind(9, properties)
            .Bind(10, key)
            .Run();

    // One message of a key is in the line of due messages, the first; the others are parked behind it.
    private static void InsertOrdered(
        SqliteWriteScope scope,
        long key,
        OutgoingMessage message,
        string ordering,
        long enqueued,
        long? expires,
        string? properties
    )
    {
        if (OrderingLine.Head(scope, message.Queue, message.TenantId, ordering) is not { } head)
        {
            Insert(scope, key, message, enqueued, enqueued, expires, properties);
            return;
        }
        var first = enqueued < head.Enqueued && head.Deliveries == 0;
        if (first)
        {
            OrderingLine.SetDue(scope, head.Key, Parked);
        }
        // A clock that was put back must not bring a message before one that was delivered already.
        var place = first ? enqueued : Math.Max(enqueued, head.Deliveries > 0 ? head.Enqueued : enqueued);
        Insert(scope, key, message, place, first ? enqueued : Parked, expires, properties);
    }

    /// <summary>A dead letter, back as if it had just been sent; its id is known, which must not drop it.</summary>
    public static void Return(SqliteWriteScope scope, long key, DeadLetter letter, DateTimeOffset now)
    {
        var message = new OutgoingMessage(letter.Queue, letter.Id, letter.TenantId, letter.Body)
        {
            OrderingKey = letter.OrderingKey,
            Properties = letter.Properties,
        };
        Place(scope, key, message, now);
    }

    public static List<ReceivedMessage> Receive(
        SqliteWriteScope scope,
        QueueOptions queue,
        int max,
        DateTimeOffset now,
        DateTimeOffset until
    )
    {
        var exhausted = new List<long>();
        var received = new List<ReceivedMessage>();
        var rows = scope
            .Prepare(
                "SELECT key, deliveries, id, tenant, body, enqueued, ordering, properties FROM messages "
                    + "WHERE queue=?1 AND due<=?2 AND (expires IS NULL OR expires>?2) ORDER BY due, key LIMIT ?3"
            )
            .Bind(1, queue.Name)
            .Bind(2, now.UtcTicks)
            .Bind(3, max);
        while (rows.Step())
        {
            var key = rows.Int64(0);
            var deliveries = (int)rows.Int64(1);
            if (deliveries >= queue.MaxDeliveries)
            {
                exhausted.Add(key);
                continue;
            }
            var token = new LockToken(key, deliveries + 1).ToString();
            received.Add(
                new(queue.Name, rows.Text(2), rows.Text(3), rows.Bytes(4), deliveries + 1, token, until)
                {
                    SequenceNumber = key,
                    EnqueuedAt = new DateTimeOffset(rows.Int64(5), TimeSpan.Zero),
                    OrderingKey = rows.IsNull(6) ? null : rows.Text(6),
                    Properties = rows.IsNull(7) ? MessageProperties.None : MessageJson.Read(rows.Bytes(7)),
                }
            );
        }
        foreach (var message in received)
        {
            scope
                .Prepare("UPDATE messages SET due=?2, deliveries=?3, locked=1 WHERE key=?1")
                .Bind(1, message.SequenceNumber)
                .Bind(2, until.UtcTicks)
                .Bind(3, (long)message.DeliveryCount)
                .Run();
        }
        foreach (var key in exhausted)
        {
            Bury(
                scope,
                key,
                DeadLetterReasons.MaxDeliveries,
                DeadLetterReasons.MaxDeliveriesDescription(queue.MaxDeliveries),
                now
            );
        }
        // Those that were given up made room for others.
        if (exhausted.Count > 0)
        {
            received.AddRange(received.Count < max ? Receive(scope, queue, max - received.Count, now, until) : []);
        }
        return received;
    }

    /// <summary>Away with a message while its lock holds. False where it doesn't.</summary>
    public static bool Complete(SqliteWriteScope scope, ReceivedMessage message, DateTimeOffset now)
    {
        if (message.OrderingKey is not null)
        {
            if (Locked(scope, message, now) is not { } key)
            {
                return false;
            }
            Remove(scope, key);
            return true;
        }
        return LockToken.Read(message.LockToken) is { } token
            && scope
                .Prepare(
                    "DELETE FROM messages WHERE key=?1 AND deliveries=?2 AND locked=1 AND due>?3 AND ordering IS NULL"
                )
                .Bind(1, token.Key)
                .Bind(2, (long)token.Delivery)
                .Bind(3, now.UtcTicks)
                .Run() == 1;
    }

    /// <summary>The message's key while its lock holds, else null.</summary>
    public static long? Locked(SqliteWriteScope scope, ReceivedMessage message, DateTimeOffset now) =>
        LockToken.Read(message.LockToken) is { } token
        && scope
            .Prepare("SELECT 1 FROM messages WHERE key=?1 AND deliveries=?2 AND locked=1 AND due>?3")
            .Bind(1, token.Key)
            .Bind(2, (long)token.Delivery)
            .Bind(3, now.UtcTicks)
            .Scalar()
            is not null
            ? token.Key
            : null;

    public static void Release(SqliteWriteScope scope, long key, DateTimeOffset due) =>
        scope.Prepare("UPDATE messages SET due=?2, locked=0 WHERE key=?1").Bind(1, key).Bind(2, due.UtcTicks).Run();

    /// <summary>When its time is over; null: never.</summary>
    public static DateTimeOffset? Expires(SqliteWriteScope scope, long key)
    {
        var rows = scope.Prepare("SELECT expires FROM messages WHERE key=?1 AND expires IS NOT NULL").Bind(1, key);
        return rows.Step() ? new DateTimeOffset(rows.Int64(0), TimeSpan.Zero) : null;
    }

    public static void Extend(SqliteWriteScope scope, long key, DateTimeOffset until) =>
        scope.Prepare("UPDATE messages SET due=?2 WHERE key=?1").Bind(1, key).Bind(2, until.UtcTicks).Run();

    /// <summary>To the dead letters.</summary>
    public static void Bury(SqliteWriteScope scope, long key, string reason, string? description, DateTimeOffset now)
    {
        scope
            .Prepare(
                "INSERT INTO messages_dead(queue, id, tenant, body, deliveries, reason, at, enqueued, description, ordering, properties) "
                    + "SELECT queue, id, tenant, body, deliveries, ?2, ?3, enqueued, ?4, ordering, properties FROM messages WHERE key=?1"
            )
            .Bind(1, key)
            .Bind(2, reason)
            .Bind(3, now.UtcTicks)
            .Bind(4, description)
            .Run();
        Remove(scope, key);
    }

    /// <summary>Gives up what is past its time and not locked, up to <paramref name="max"/>.</summary>
    public static int BuryExpired(SqliteWriteScope scope, string queue, DateTimeOffset now, int max)
    {
        var keys = new List<long>();
        var rows = scope
            .Prepare(
                "SELECT key FROM messages WHERE queue=?1 AND expires<=?2 AND (locked=0 OR due<=?2) ORDER BY expires LIMIT ?3"
            )
            .Bind(1, queue)
            .Bind(2, now.UtcTicks)
            .Bind(3, max);
        while (rows.Step())
        {
            keys.Add(rows.Int64(0));
        }
        foreach (var key in keys)
        {
            Bury(scope, key, DeadLetterReasons.Expired, DeadLetterReasons.ExpiredDescription, now);
        }
        return keys.Count;
    }

    private static void Remove(SqliteWriteScope scope, long key)
    {
        var line = OrderingLine.Of(scope, key);
        scope.Prepare("DELETE FROM messages WHERE key=?1").Bind(1, key).Run();
        line?.Advance(scope);
    }

    /// <summary>Forgets up to <paramref name="max"/> ids that are out of the window; returns how many.</summary>
    public static int Forget(SqliteWriteScope scope, DateTimeOffset now, int max) =>
        scope
            .Prepare(
                "DELETE FROM messages_seen WHERE (queue, id, tenant) IN "
                    + "(SELECT queue, id, tenant FROM messages_seen WHERE until<=?1 ORDER BY until LIMIT ?2)"
            )
            .Bind(1, now.UtcTicks)
            .Bind(2, max)
            .Run();
}
