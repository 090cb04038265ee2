namespace IntegrationFunctions.Platform.Messages;

/// <summary>A message that is held under a lock until it is settled or the lock runs out.</summary>
/// <param name="Queue">Where it came from.</param>
/// <param name="Id">Its id.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="DeliveryCount">1 at the first delivery.</param>
/// <param name="LockToken">Settles it; worthless once the lock ran out.</param>
/// <param name="LockedUntil">When it becomes visible again.</param>
public sealed record ReceivedMessage(
    string Queue,
    string Id,
    string TenantId,
    ReadOnlyMemory<byte> Body,
    int DeliveryCount,
    string LockToken,
    DateTimeOffset LockedUntil
)
{
    /// <summary>As it was sent.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>As they were sent.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = MessageProperties.None;

    /// <summary>When it became due.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Unique within the queue, and ascending in it.</summary>
    public long SequenceNumber { get; init; }
}
