namespace IntegrationFunctions.Platform.Messages;

/// <summary>Whether a message waits for its time.</summary>
public enum MessageState
{
    /// <summary>Due; perhaps somebody holds its lock.</summary>
    Active,

    /// <summary>Not due yet.</summary>
    Scheduled,
}

/// <summary>A message that was looked at without a lock.</summary>
/// <param name="Queue">Where it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="DeliveryCount">How often it has been delivered so far.</param>
/// <param name="SequenceNumber">Unique within the queue; pages go on from it.</param>
/// <param name="State">Whether it is due.</param>
/// <param name="EnqueuedAt">When it became due, or will.</param>
public sealed record PeekedMessage(
    string Queue,
    string Id,
    string TenantId,
    ReadOnlyMemory<byte> Body,
    int DeliveryCount,
    long SequenceNumber,
    MessageState State,
    DateTimeOffset EnqueuedAt
)
{
    /// <summary>As it was sent.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>As they were sent.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = MessageProperties.None;
}

/// <summary>A part of a queue or of its dead letters, by ascending sequence number.</summary>
/// <param name="Items">What is there.</param>
/// <param name="Next">Give it back as <see cref="PeekRequest.After"/> for the page behind; null on the last one.</param>
public sealed record MessagePage<T>(IReadOnlyList<T> Items, long? Next);

/// <summary>What to look at.</summary>
/// <param name="TenantId">Whose messages; null: everybody's, for the platform's own use.</param>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="After">Only those of a higher sequence number.</param>
public sealed record PeekRequest(string? TenantId = null, int Limit = 100, long? After = null);
