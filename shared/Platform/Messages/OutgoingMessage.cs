namespace IntegrationFunctions.Platform.Messages;

/// <summary>A message on its way out. What it may hold is what Service Bus's standard tier takes (<see cref="MessageLimits"/>), on every implementation.</summary>
/// <param name="Queue">Name of the queue: lower-case letters, digits and hyphens.</param>
/// <param name="Id">
/// 1 to 128 characters. Recognises repeats: a second message of the tenant with an id that was sent within the queue's
/// <see cref="QueueOptions.DuplicateWindow"/> is dropped, whatever has become of the first.
/// </param>
/// <param name="TenantId">Whose message it is.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="Delay">Not before this much time has passed.</param>
public sealed record OutgoingMessage(
    string Queue,
    string Id,
    string TenantId,
    ReadOnlyMemory<byte> Body,
    TimeSpan Delay = default
)
{
    /// <summary>Not before this time; beside <see cref="Delay"/>, the later of the two counts.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// 1 to 128 characters; for queues that are declared <see cref="QueueOptions.Ordered"/> alone. A tenant's messages of one key are delivered one
    /// after the other, in the order in which they became due, the next only when the one before is completed or with the dead letters.
    /// </summary>
    public string? OrderingKey { get; init; }

    /// <summary>From when it is due: how long until it goes to the dead letters instead (<see cref="DeadLetterReasons.Expired"/>). Null: never.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>What goes with the body, readable without it. <c>traceparent</c> (W3C Trace Context) is added by itself where a trace is on.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = MessageProperties.None;

    /// <summary>When it may first be delivered.</summary>
    internal DateTimeOffset DueFrom(DateTimeOffset now) =>
        NotBefore is { } time && time > now + Delay ? time.ToUniversalTime() : now + Delay;
}
