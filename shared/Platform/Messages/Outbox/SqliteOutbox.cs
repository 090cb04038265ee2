using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Outbox;

/// <summary>The outbox of documents on SQLite, for a queue that is elsewhere.</summary>
/// <param name="database">Holds the module messages (<see cref="EmbeddedStorage"/>).</param>
/// <param name="queues">What is declared.</param>
/// <param name="clock">Turns delays into times.</param>
public sealed partial class SqliteOutbox(SqliteDatabase database, QueueCatalogue queues, TimeProvider clock)
    : IOutbox,
        IBatchMessages
{
    private TaskCompletionSource _stored = New();

    /// <inheritdoc/>
    public void Check(OutgoingMessage message) => MessageRules.Check(message, queues.Of(message.Queue));

    /// <inheritdoc/>
    public void Add(SqliteWriteScope scope, OutgoingMessage message)
    {
        var stored = new Stored(
            message.Queue,
            message.Id,
            message.TenantId,
            message.Body.ToArray(),
            message.DueFrom(clock.GetUtcNow()),
            message.OrderingKey,
            message.TimeToLive,
            message.Properties.ToDictionary(StringComparer.Ordinal)
        );
        scope
            .Prepare("INSERT INTO messages_outbox(message) VALUES(?1)")
            .BindText(1, JsonSerializer.SerializeToUtf8Bytes(stored, OutboxJson.Default.Stored))
            .Run();
        scope.AfterCommit(() => Interlocked.Exchange(ref _stored, New()).TrySetResult());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxEntry>> Read(string? after, int max, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var from = after is null ? 0 : Key(after);
        return Task.FromResult(
            database.Read<IReadOnlyList<OutboxEntry>>(scope =>
            {
                var entries = new List<OutboxEntry>();
                var rows = scope
                    .Prepare("SELECT key, message FROM messages_outbox WHERE key>?1 ORDER BY key LIMIT ?2")
                    .Bind(1, from)
                    .Bind(2, (long)max);
                while (rows.Step())
                {
                    var stored = JsonSerializer.Deserialize(rows.Bytes(1), OutboxJson.Default.Stored)!;
                    entries.Add(new(rows.Int64(0).ToString(CultureInfo.InvariantCulture), stored.ToMessage()));
                }
                return entries;
            })
        );
    }

    /// <inheritdoc/>
    public Task Remove(IReadOnlyList<OutboxEntry> entries, CancellationToken ct = default) =>
        database.WriteRepeatable(
            scope =>
            {
                foreach (var entry in entries)
                {
                    scope.Prepare("DELETE FROM messages_outbox WHERE key=?1").Bind(1, Key(entry.Key)).Run();
                }
                return true;
            },
            ct
        );

    /// <inheritdoc/>
    public Task WaitForEntry(CancellationToken ct = default) => Volatile.Read(ref _stored).Task.WaitAsync(ct);

    private static long Key(string key) => long.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal sealed record Stored(
        string Queue,
        string Id,
        string TenantId,
        byte[] Body,
        DateTimeOffset NotBefore,
        string? OrderingKey,
        TimeSpan? TimeToLive,
        Dictionary<string, string> Properties
    )
    {
        public OutgoingMessage ToMessage() =>
            new(Queue, Id, TenantId, Body)
            {
                NotBefore = NotBefore,
                OrderingKey = OrderingKey,
                TimeToLive = TimeToLive,
                Properties = Properties,
            };
    }

    [JsonSerializable(typeof(Stored))]
    private sealed partial class OutboxJson : JsonSerializerContext;
}
