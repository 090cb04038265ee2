using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>The changes to the queue's tables, each inside the write of its caller.</summary>
internal static class MessageTable
{
    public static readonly TimeSpan DuplicateWindow = TimeSpan.FromDays(1);

    /// <summary>False where the id is known and nothing was inserted.</summary>
    public static bool Insert(SqliteWriteScope scope, OutgoingMessage message, DateTimeOffset now)
    {
        var seen = scope
            .Prepare("SELECT at FROM messages_seen WHERE queue=?1 AND id=?2 AND tenant=?3")
            .Bind(1, message.Queue)
            .Bind(2, message.Id)
            .Bind(3, message.TenantId)
            .Scalar();
        if (
            seen > (now - DuplicateWindow).UtcTicks
            || scope
                .Prepare("SELECT 1 FROM messages WHERE queue=?1 AND id=?2 AND tenant=?3 LIMIT 1")
                .Bind(1, message.Queue)
                .Bind(2, message.Id)
                .Bind(3, message.TenantId)
                .Scalar()
                is not null
        )
        {
            return false;
        }
        scope
            .Prepare("INSERT INTO messages(queue, id, tenant, body, due, deliveries) VALUES(?1,?2,?3,?4,?5,0)")
            .Bind(1, message.Queue)
            .Bind(2, message.Id)
            .Bind(3, message.TenantId)
            .BindBlob(4, message.Body.Span)
            .Bind(5, (now + message.Delay).UtcTicks)
            .Run();
        return true;
    }

    public static List<ReceivedMessage> Receive(
        SqliteWriteScope scope,
        string queue,
        int max,
        DateTimeOffset now,
        DateTimeOffset until
    )
    {
        var exhausted = new List<long>();
        var received = new List<ReceivedMessage>();
        var keys = new List<long>();
        var rows = scope
            .Prepare(
                "SELECT key, deliveries, id, tenant, body FROM messages WHERE queue=?1 AND due<=?2 ORDER BY due, key"
            )
            .Bind(1, queue)
            .Bind(2, now.UtcTicks);
        while (received.Count < max && rows.Step())
        {
            var key = rows.Int64(0);
            var deliveries = (int)rows.Int64(1);
            if (deliveries >= IMessageQueue.MaxDeliveries)
            {
                exhausted.Add(key);
                continue;
            }
            keys.Add(key);
            var token = $"{key}.{Guid.NewGuid():N}";
            received.Add(new(queue, rows.Text(2), rows.Text(3), rows.Bytes(4), deliveries + 1, token, until));
        }
        rows.Reset();
        for (var i = 0; i < keys.Count; i++)
        {
            scope
                .Prepare("UPDATE messages SET due=?2, deliveries=?3, token=?4 WHERE key=?1")
                .Bind(1, keys[i])
                .Bind(2, until.UtcTicks)
                .Bind(3, (long)received[i].DeliveryCount)
                .Bind(4, received[i].LockToken)
                .Run();
        }
        foreach (var key in exhausted)
        {
            Bury(scope, key, "The lock of the last delivery ran out.", now);
        }
        return received;
    }

    /// <summary>The message's key while its lock holds, else null.</summary>
    public static long? Locked(SqliteWriteScope scope, ReceivedMessage message, DateTimeOffset now)
    {
        var token = message.LockToken;
        return
            token.IndexOf('.') is var dot and > 0
            && long.TryParse(token.AsSpan(0, dot), out var key)
            && scope
                .Prepare("SELECT 1 FROM messages WHERE key=?1 AND token=?2 AND due>?3")
                .Bind(1, key)
                .Bind(2, token)
                .Bind(3, now.UtcTicks)
                .Scalar()
                is not null
            ? key
            : null;
    }

    public static void Remove(SqliteWriteScope scope, long key, DateTimeOffset now)
    {
        scope
            .Prepare(
                "INSERT INTO messages_seen(queue, id, tenant, at) SELECT queue, id, tenant, ?2 FROM messages WHERE key=?1 "
                    + "ON CONFLICT DO UPDATE SET at=excluded.at"
            )
            .Bind(1, key)
            .Bind(2, now.UtcTicks)
            .Run();
        scope.Prepare("DELETE FROM messages WHERE key=?1").Bind(1, key).Run();
    }

    public static void Release(SqliteWriteScope scope, long key, DateTimeOffset due) =>
        scope.Prepare("UPDATE messages SET due=?2, token=NULL WHERE key=?1").Bind(1, key).Bind(2, due.UtcTicks).Run();

    public static void Extend(SqliteWriteScope scope, long key, DateTimeOffset until) =>
        scope.Prepare("UPDATE messages SET due=?2 WHERE key=?1").Bind(1, key).Bind(2, until.UtcTicks).Run();

    /// <summary>To the dead letters.</summary>
    public static void Bury(SqliteWriteScope scope, long key, string reason, DateTimeOffset now)
    {
        scope
            .Prepare(
                "INSERT INTO messages_dead(queue, id, tenant, body, deliveries, reason, at) "
                    + "SELECT queue, id, tenant, body, deliveries, ?2, ?3 FROM messages WHERE key=?1"
            )
            .Bind(1, key)
            .Bind(2, reason)
            .Bind(3, now.UtcTicks)
            .Run();
        Remove(scope, key, now);
    }

    /// <summary>The oldest dead letter of that id, back as if it had just been sent.</summary>
    public static bool Revive(SqliteWriteScope scope, string queue, string id, DateTimeOffset now)
    {
        var key = scope
            .Prepare("SELECT key FROM messages_dead WHERE queue=?1 AND id=?2 ORDER BY key LIMIT 1")
            .Bind(1, queue)
            .Bind(2, id)
            .Scalar();
        if (key is null)
        {
            return false;
        }
        scope
            .Prepare(
                "INSERT INTO messages(queue, id, tenant, body, due, deliveries) "
                    + "SELECT queue, id, tenant, body, ?2, 0 FROM messages_dead WHERE key=?1"
            )
            .Bind(1, key)
            .Bind(2, now.UtcTicks)
            .Run();
        scope.Prepare("DELETE FROM messages_dead WHERE key=?1").Bind(1, key).Run();
        return true;
    }

    /// <summary>Forgets up to <paramref name="max"/> ids that are out of the window; returns how many.</summary>
    public static int Forget(SqliteWriteScope scope, DateTimeOffset now, int max) =>
        scope
            .Prepare(
                "DELETE FROM messages_seen WHERE (queue, id, tenant) IN "
                    + "(SELECT queue, id, tenant FROM messages_seen WHERE at<=?1 ORDER BY at LIMIT ?2)"
            )
            .Bind(1, (now - DuplicateWindow).UtcTicks)
            .Bind(2, max)
            .Run();
}
