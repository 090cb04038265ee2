using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IntegrationFunctions.Tests.Support.ServiceBus;

/// <summary>A message in the fake broker: the bytes that came, and what the broker knows of it.</summary>
internal sealed class FakeEntry(byte[] bytes)
{
    public long Sequence { get; set; }
    public DateTimeOffset Enqueued { get; set; }
    public DateTimeOffset? ScheduledFor { get; set; }
    public DateTimeOffset? Expires { get; set; }
    public int Deliveries { get; set; }
    public Guid? Lock { get; set; }
    public DateTimeOffset LockedUntil { get; set; }
    public string? Session { get; set; }
    public string? Reason { get; set; }
    public string? Description { get; set; }

    public FakeEntry Dead(string reason, string? description) =>
        new(bytes)
        {
            Enqueued = Enqueued,
            Deliveries = Deliveries,
            Reason = reason,
            Description = description,
        };

    /// <summary>As it goes out; <paramref name="deliveries"/>: those before this one.</summary>
    public Message ToMessage(int deliveries)
    {
        var message = Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
        message.Header ??= new Header();
        message.Header.DeliveryCount = (uint)deliveries;
        message.MessageAnnotations ??= new MessageAnnotations();
        Annotate(message, "x-opt-sequence-number", Sequence);
        Annotate(message, "x-opt-enqueued-time", Enqueued.UtcDateTime);
        Annotate(message, "x-opt-message-state", ScheduledFor is null ? 0 : 2);
        if (Lock is not null)
        {
            Annotate(message, "x-opt-locked-until", LockedUntil.UtcDateTime);
        }
        if (Reason is not null)
        {
            message.ApplicationProperties ??= new ApplicationProperties();
            message.ApplicationProperties["DeadLetterReason"] = Reason;
            message.ApplicationProperties["DeadLetterErrorDescription"] = Description;
        }
        return message;
    }

    private static void Annotate(Message message, string name, object value) =>
        message.MessageAnnotations[new Symbol(name)] = value;
}
