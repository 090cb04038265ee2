using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>The messages of a tenant under one ordering key: the first is in the queue's order, the others wait behind it.</summary>
internal sealed record OrderingLine(string Queue, string Tenant, string Ordering)
{
    public readonly record struct First(long Key, long Enqueued, long Deliveries);

    /// <summary>The line that a message stands in; null where it has no ordering key.</summary>
    public static OrderingLine? Of(SqliteWriteScope scope, long key)
    {
        var row = scope
            .Prepare("SELECT queue, tenant, ordering FROM messages WHERE key=?1 AND ordering IS NOT NULL")
            .Bind(1, key);
        if (!row.Step())
        {
            return null;
        }
        var line = new OrderingLine(row.Text(0), row.Text(1), row.Text(2));
        row.Reset();
        return line;
    }

    public static First? Head(SqliteWriteScope scope, string queue, string tenant, string ordering)
    {
        var row = scope
            .Prepare(
                "SELECT key, enqueued, deliveries FROM messages WHERE queue=?1 AND tenant=?2 AND ordering=?3 ORDER BY enqueued, key LIMIT 1"
            )
            .Bind(1, queue)
            .Bind(2, tenant)
            .Bind(3, ordering);
        if (!row.Step())
        {
            return null;
        }
        var head = new First(row.Int64(0), row.Int64(1), row.Int64(2));
        row.Reset();
        return head;
    }

    public static void SetDue(SqliteWriteScope scope, long key, long due) =>
        scope.Prepare("UPDATE messages SET due=?2 WHERE key=?1").Bind(1, key).Bind(2, due).Run();

    /// <summary>
    /// Lets the first come when it is due. Where the one that left stood behind it, the first was in the order already and keeps its place,
    /// its lock and its delay.
    /// </summary>
    public void Advance(SqliteWriteScope scope)
    {
        if (Head(scope, Queue, Tenant, Ordering) is { Deliveries: 0 } head)
        {
            SetDue(scope, head.Key, head.Enqueued);
        }
    }
}
