using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>The messages that were given up.</summary>
internal static class DeadLetterTable
{
    public static MessagePage<DeadLetter> Peek(SqliteReadScope scope, string queue, PeekRequest request)
    {
        var letters = new List<DeadLetter>();
        var rows = scope
            .Prepare(
                "SELECT key, id, tenant, body, deliveries, reason, at, enqueued, description, ordering, properties FROM messages_dead "
                    + "WHERE queue=?1 AND key>?2 AND (?3 IS NULL OR tenant=?3) ORDER BY key LIMIT ?4"
            )
            .Bind(1, queue)
            .Bind(2, request.After ?? 0)
            .Bind(3, request.TenantId)
            .Bind(4, request.Limit + 1L);
        while (letters.Count < request.Limit && rows.Step())
        {
            letters.Add(
                new(
                    queue,
                    rows.Text(1),
                    rows.Text(2),
                    rows.Bytes(3),
                    (int)rows.Int64(4),
                    rows.Text(5),
                    new DateTimeOffset(rows.Int64(6), TimeSpan.Zero)
                )
                {
                    SequenceNumber = rows.Int64(0),
                    EnqueuedAt = new DateTimeOffset(rows.Int64(7), TimeSpan.Zero),
                    Description = rows.IsNull(8) ? null : rows.Text(8),
                    OrderingKey = rows.IsNull(9) ? null : rows.Text(9),
                    Properties = rows.IsNull(10) ? MessageProperties.None : MessageJson.Read(rows.Bytes(10)),
                }
            );
        }
        var more = letters.Count == request.Limit && rows.Step();
        rows.Reset();
        return new(letters, more ? letters[^1].SequenceNumber : null);
    }

    /// <summary>The oldest dead letter of that id.</summary>
    public static long? Find(SqliteWriteScope scope, string queue, string tenant, string id) =>
        scope
            .Prepare("SELECT key FROM messages_dead WHERE queue=?1 AND tenant=?2 AND id=?3 ORDER BY key LIMIT 1")
            .Bind(1, queue)
            .Bind(2, tenant)
            .Bind(3, id)
            .Scalar();

    public static List<long> Keys(SqliteWriteScope scope, string queue, string tenant)
    {
        var keys = new List<long>();
        var rows = scope
            .Prepare("SELECT key FROM messages_dead WHERE queue=?1 AND tenant=?2 ORDER BY key")
            .Bind(1, queue)
            .Bind(2, tenant);
        while (rows.Step())
        {
            keys.Add(rows.Int64(0));
        }
        return keys;
    }

    /// <summary>Takes a dead letter out.</summary>
    public static DeadLetter Take(SqliteWriteScope scope, string queue, long key)
    {
        var row = scope
            .Prepare("SELECT id, tenant, body, ordering, properties FROM messages_dead WHERE key=?1")
            .Bind(1, key);
        if (!row.Step())
        {
            throw new InvalidOperationException(
                $"The dead letter {key} of {queue} is gone within its own transaction."
            );
        }
        var letter = new DeadLetter(queue, row.Text(0), row.Text(1), row.Bytes(2), 0, "", default)
        {
            OrderingKey = row.IsNull(3) ? null : row.Text(3),
            Properties = row.IsNull(4) ? MessageProperties.None : MessageJson.Read(row.Bytes(4)),
        };
        row.Reset();
        Delete(scope, key);
        return letter;
    }

    public static void Delete(SqliteWriteScope scope, long key) =>
        scope.Prepare("DELETE FROM messages_dead WHERE key=?1").Bind(1, key).Run();
}
