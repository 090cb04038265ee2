using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>The requests of "AMQP 1.0 in Service Bus: request-response-based operations".</summary>
internal sealed class Management(ServiceBusConnection connection, TimeSpan patience)
{
    private const int Gone = 410;
    private const int NoContent = 204;
    private const int PeekAtOnce = 200;

    /// <summary>Settles; false where a lock was lost, and then none may have been settled.</summary>
    public Task<bool> Settle(
        string entity,
        IReadOnlyList<Guid> tokens,
        string status,
        string? session,
        string? reason,
        string? description,
        CancellationToken ct
    )
    {
        var body = new Map { ["disposition-status"] = status, ["lock-tokens"] = tokens.ToArray() };
        Add(body, "session-id", session);
        Add(body, "deadletter-reason", reason);
        Add(body, "deadletter-description", description);
        return AskWhileLocked(entity, "com.microsoft:update-disposition", body, ct);
    }

    /// <summary>When the lock ends now; null where it was lost.</summary>
    public async Task<DateTimeOffset?> Renew(string entity, Guid token, CancellationToken ct)
    {
        var body = new Map { ["lock-tokens"] = new[] { token } };
        var (status, answer) = await Ask(entity, "com.microsoft:renew-lock", body, ct).ConfigureAwait(false);
        return status == Gone ? null
            : (answer["expirations"] as DateTime[])?[0] is { } time ? Utc(time)
            : null;
    }

    public async Task<DateTimeOffset?> RenewSession(string entity, string session, CancellationToken ct)
    {
        var body = new Map { ["session-id"] = session };
        var (status, answer) = await Ask(entity, "com.microsoft:renew-session-lock", body, ct).ConfigureAwait(false);
        return status == Gone ? null
            : answer["expiration"] is DateTime time ? Utc(time)
            : null;
    }

    /// <summary>By ascending sequence number from there on, and at most some hundreds; empty at the end.</summary>
    public async Task<List<Message>> Peek(string entity, long from, int max, CancellationToken ct)
    {
        var body = new Map { ["from-sequence-number"] = from, ["message-count"] = Math.Min(max, PeekAtOnce) };
        var (status, answer) = await Ask(entity, "com.microsoft:peek-message", body, ct).ConfigureAwait(false);
        return status == NoContent || answer["messages"] is not System.Collections.IEnumerable entries
            ? []
            : [.. entries.OfType<Map>().Select(entry => Decode((byte[])entry["message"]))];
    }

    /// <summary>Schedules a message; the number that cancels it.</summary>
    public async Task<long> Schedule(string entity, Message message, CancellationToken ct)
    {
        var entry = new Map { ["message-id"] = message.Properties.MessageId, ["message"] = Encode(message) };
        Add(entry, "session-id", message.Properties.GroupId);
        var body = new Map { ["messages"] = new List { entry } };
        var (_, answer) = await Ask(entity, "com.microsoft:schedule-message", body, ct).ConfigureAwait(false);
        return ((long[])answer["sequence-numbers"])[0];
    }

    public async Task Cancel(string entity, long sequenceNumber, CancellationToken ct)
    {
        var body = new Map { ["sequence-numbers"] = new[] { sequenceNumber } };
        await Ask(entity, "com.microsoft:cancel-scheduled-message", body, ct).ConfigureAwait(false);
    }

    private async Task<bool> AskWhileLocked(string entity, string operation, Map body, CancellationToken ct) =>
        (await Ask(entity, operation, body, ct).ConfigureAwait(false)).Status != Gone;

    private Task<(int Status, Map Body)> Ask(string entity, string operation, Map body, CancellationToken ct) =>
        connection.Run(
            $"{entity}, {operation}",
            async channel =>
            {
                using var request = new Message
                {
                    ApplicationProperties = new ApplicationProperties
                    {
                        ["operation"] = operation,
                        ["com.microsoft:server-timeout"] = (uint)patience.TotalMilliseconds,
                    },
                    BodySection = new AmqpValue { Value = body },
                };
                var links = await channel.Management(entity, ct).ConfigureAwait(false);
                var answer = await links.Ask(request, patience, ct).ConfigureAwait(false);
                var status = RequestLinks.Status(answer);
                return status is (>= 200 and < 300) or Gone
                    ? (status, answer.BodySection is AmqpValue { Value: Map map } ? map : [])
                    : throw ServiceBusErrors.From(status, $"{entity}, {operation}");
            },
            ct
        );

    private static void Add(Map map, string name, string? value)
    {
        if (value is not null)
        {
            map[name] = value;
        }
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    public static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    public static Message Decode(byte[] bytes) => Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
}
