using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>
/// Our messages as AMQP messages. Service Bus recognises repeats and keeps order by queue, and we by tenant: the broker's ids are ours behind
/// the tenant's, and ours go along as properties.
/// </summary>
internal static class WireMessage
{
    public static readonly Symbol ScheduledAt = new("x-opt-scheduled-enqueue-time");
    public static readonly Symbol EnqueuedAt = new("x-opt-enqueued-time");
    public static readonly Symbol LockedUntil = new("x-opt-locked-until");
    public static readonly Symbol SequenceNumber = new("x-opt-sequence-number");
    public static readonly Symbol State = new("x-opt-message-state");
    private const string Reason = "DeadLetterReason";
    private const string Description = "DeadLetterErrorDescription";

    public static Message New(OutgoingMessage message, QueueOptions queue, DateTimeOffset now)
    {
        var wire = Content(message.TenantId, message.Id, message.Body, message.OrderingKey, message.Properties, queue);
        wire.Properties.MessageId = Scoped(message.TenantId, message.Id);
        if (message.TimeToLive is { } life)
        {
            wire.Header.Ttl = (uint)life.TotalMilliseconds;
        }
        if (message.DueFrom(now) is var due && due > now)
        {
            Schedule(wire, due);
        }
        return wire;
    }

    /// <summary>A copy that starts over, or goes on with its deliveries. <paramref name="mark"/> tells copies of a message from each other.</summary>
    public static Message Copy(ReceivedMessage message, QueueOptions queue, string mark, int deliveries)
    {
        var wire = Content(message.TenantId, message.Id, message.Body, message.OrderingKey, message.Properties, queue);
        // With the id of the first it would be dropped as a repeat.
        wire.Properties.MessageId = Scoped(message.TenantId, $"{message.Id}#{mark}");
        if (deliveries > 0)
        {
            wire.ApplicationProperties[MessageProperties.Deliveries] = deliveries;
        }
        return wire;
    }

    public static void Schedule(Message wire, DateTimeOffset at) =>
        (wire.MessageAnnotations ??= new MessageAnnotations())[ScheduledAt] = at.UtcDateTime;

    private static Message Content(
        string tenant,
        string id,
        ReadOnlyMemory<byte> body,
        string? orderingKey,
        IReadOnlyDictionary<string, string> properties,
        QueueOptions queue
    )
    {
        var wire = new Message
        {
            Header = new Header { Durable = true },
            Properties = new Properties { ContentType = "application/json" },
            ApplicationProperties = new ApplicationProperties(),
            BodySection = new Data { Binary = body.ToArray() },
        };
        foreach (var (name, value) in properties)
        {
            wire.ApplicationProperties[name] = value;
        }
        wire.ApplicationProperties[MessageProperties.Tenant] = tenant;
        wire.ApplicationProperties[MessageProperties.Id] = id;
        if (orderingKey is not null)
        {
            wire.ApplicationProperties[MessageProperties.OrderingKey] = orderingKey;
        }
        if (queue.Ordered)
        {
            // A queue with sessions takes no message without one; a message without a key is a session of its own.
            wire.Properties.GroupId = orderingKey is null ? Scoped(tenant, $"={id}") : Scoped(tenant, orderingKey);
        }
        return wire;
    }

    /// <summary>At most 128 characters, as the broker takes; a hash stands for what is longer.</summary>
    public static string Scoped(string tenant, string id)
    {
        var text = $"{tenant}:{id}";
        return text.Length <= MessageLimits.IdLength
            ? text
            : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }

    /// <summary>A message under a lock.</summary>
    public static ReceivedMessage Read(string queue, Message wire, string lockToken, DateTimeOffset lockedUntil) =>
        new(
            queue,
            Text(wire, MessageProperties.Id) ?? wire.Properties?.MessageId ?? "",
            Text(wire, MessageProperties.Tenant) ?? "",
            Body(wire),
            Deliveries(wire) + 1,
            lockToken,
            lockedUntil
        )
        {
            OrderingKey = Text(wire, MessageProperties.OrderingKey),
            Properties = Others(wire),
            EnqueuedAt = Time(wire, EnqueuedAt) ?? default,
            SequenceNumber = Sequence(wire),
        };

    public static PeekedMessage ReadPeeked(string queue, Message wire)
    {
        var message = Read(queue, wire, "", default);
        var scheduled = Time(wire, ScheduledAt);
        // 2: scheduled (com.microsoft:peek-message, x-opt-message-state).
        var state = wire.MessageAnnotations?[State] is 2 ? MessageState.Scheduled : MessageState.Active;
        return new(
            queue,
            message.Id,
            message.TenantId,
            message.Body,
            message.DeliveryCount - 1,
            message.SequenceNumber,
            state,
            state == MessageState.Scheduled ? scheduled ?? message.EnqueuedAt : message.EnqueuedAt
        )
        {
            OrderingKey = message.OrderingKey,
            Properties = message.Properties,
        };
    }

    public static DeadLetter ReadDead(string queue, Message wire)
    {
        var message = Read(queue, wire, "", default);
        return new(
            queue,
            message.Id,
            message.TenantId,
            message.Body,
            message.DeliveryCount - 1,
            Text(wire, Reason) ?? "",
            message.EnqueuedAt
        )
        {
            Description = Text(wire, Description),
            OrderingKey = message.OrderingKey,
            Properties = message.Properties,
            EnqueuedAt = message.EnqueuedAt,
            SequenceNumber = message.SequenceNumber,
        };
    }

    public static long Sequence(Message wire) => wire.MessageAnnotations?[SequenceNumber] is long number ? number : 0;

    public static DateTimeOffset? Time(Message wire, Symbol name) =>
        wire.MessageAnnotations?[name] is DateTime time
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            : null;

    /// <summary>Deliveries before this one, those of earlier copies with them.</summary>
    private static int Deliveries(Message wire) =>
        (int)(wire.Header?.DeliveryCount ?? 0)
        + (wire.ApplicationProperties?[MessageProperties.Deliveries] is int before ? before : 0);

    private static ReadOnlyMemory<byte> Body(Message wire) =>
        wire.BodySection switch
        {
            Data data => data.Binary,
            AmqpValue { Value: byte[] bytes } => bytes,
            AmqpValue { Value: string text } => Encoding.UTF8.GetBytes(text),
            _ => default,
        };

    private static string? Text(Message wire, string name) => wire.ApplicationProperties?[name] as string;

    private static Dictionary<string, string> Others(Message wire)
    {
        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in wire.ApplicationProperties?.Map ?? [])
        {
            if (key is string name && !MessageProperties.IsReserved(name) && name is not (Reason or Description))
            {
                others[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            }
        }
        return others;
    }
}
