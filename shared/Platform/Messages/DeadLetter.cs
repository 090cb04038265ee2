namespace IntegrationFunctions.Platform.Messages;

/// <summary>A message that was given up, and why.</summary>
/// <param name="Queue">The queue that it was in.</param>
/// <param name="Id">Its id, as it was sent.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="DeliveryCount">How often it had been delivered.</param>
/// <param name="Reason">One of <see cref="DeadLetterReasons"/>, or what the receiver said.</param>
/// <param name="At">When it was given up; Service Bus does not say, and gives when the message became due.</param>
public sealed record DeadLetter(
    string Queue,
    string Id,
    string TenantId,
    ReadOnlyMemory<byte> Body,
    int DeliveryCount,
    string Reason,
    DateTimeOffset At
)
{
    /// <summary>More than the reason, for a person.</summary>
    public string? Description { get; init; }

    /// <summary>As it was sent.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>As they were sent.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = MessageProperties.None;

    /// <summary>When it became due.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Unique among the dead letters of the queue; pages go on from it.</summary>
    public long SequenceNumber { get; init; }
}

/// <summary>The reasons that a queue itself gives, with Service Bus's names ("Service Bus dead-letter queues", Moving messages to the DLQ).</summary>
public static class DeadLetterReasons
{
    /// <summary>Its time to live was over.</summary>
    public const string Expired = "TTLExpiredException";

    /// <summary>It was delivered as often as its queue allows, and never completed.</summary>
    public const string MaxDeliveries = "MaxDeliveryCountExceeded";

    internal const string ExpiredDescription = "The message expired before it was completed.";

    internal static string MaxDeliveriesDescription(int deliveries) =>
        $"The message could not be consumed in {deliveries} deliveries.";
}
