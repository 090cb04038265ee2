using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>Looks at what is in a queue. It reads through the queue, as Service Bus does: for people, not for every second.</summary>
internal static class MessagePeek
{
    public static MessagePage<PeekedMessage> Read(
        SqliteReadScope scope,
        string queue,
        PeekRequest request,
        DateTimeOffset now
    )
    {
        var messages = new List<PeekedMessage>();
        var rows = scope
            .Prepare(
                "SELECT key, id, tenant, body, deliveries, enqueued, ordering, properties FROM messages NOT INDEXED "
                    + "WHERE queue=?1 AND key>?2 AND (?3 IS NULL OR tenant=?3) AND (expires IS NULL OR expires>?5 OR locked=1) "
                    + "ORDER BY key LIMIT ?4"
            )
            .Bind(1, queue)
            .Bind(2, request.After ?? 0)
            .Bind(3, request.TenantId)
            .Bind(4, request.Limit + 1L)
            .Bind(5, now.UtcTicks);
        while (messages.Count < request.Limit && rows.Step())
        {
            var enqueued = new DateTimeOffset(rows.Int64(5), TimeSpan.Zero);
            messages.Add(
                new(
                    queue,
                    rows.Text(1),
                    rows.Text(2),
                    rows.Bytes(3),
                    (int)rows.Int64(4),
                    rows.Int64(0),
                    enqueued > now ? MessageState.Scheduled : MessageState.Active,
                    enqueued
                )
                {
                    OrderingKey = rows.IsNull(6) ? null : rows.Text(6),
                    Properties = rows.IsNull(7) ? MessageProperties.None : MessageJson.Read(rows.Bytes(7)),
                }
            );
        }
        var more = messages.Count == request.Limit && rows.Step();
        rows.Reset();
        return new(messages, more ? messages[^1].SequenceNumber : null);
    }
}
