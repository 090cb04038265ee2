namespace IntegrationFunctions.Platform.Messages;

/// <summary>A message on its way out.</summary>
/// <param name="Queue">Name of the queue: lower-case letters, digits and hyphens.</param>
/// <param name="Id">Recognises repeats: a second message of the tenant with the id of one that the queue has or had within a day is dropped.</param>
/// <param name="TenantId">Whose message it is.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="Delay">Not before this much time has passed.</param>
public sealed record OutgoingMessage(
    string Queue,
    string Id,
    string TenantId,
    ReadOnlyMemory<byte> Body,
    TimeSpan Delay = default
);

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
);

/// <summary>A message that was given up, and why.</summary>
public sealed record DeadLetter(
    string Queue,
    string Id,
    string TenantId,
    ReadOnlyMemory<byte> Body,
    int DeliveryCount,
    string Reason,
    DateTimeOffset At
);

/// <summary>
/// Queues with the semantics of Service Bus: at-least-once, locks, delivery counts, dead letters. Messages of a queue come in order of
/// their due time. After <see cref="MaxDeliveries"/> deliveries a message goes to the dead letters.
/// </summary>
public interface IMessageQueue
{
    /// <summary>Service Bus's default.</summary>
    const int MaxDeliveries = 10;

    /// <summary>Durable when it returns. False where the id was known and the message was dropped.</summary>
    Task<bool> Send(OutgoingMessage message, CancellationToken ct = default);

    /// <summary>Up to <paramref name="max"/> due messages, locked; empty where there are none.</summary>
    Task<IReadOnlyList<ReceivedMessage>> Receive(
        string queue,
        int max,
        TimeSpan lockDuration,
        CancellationToken ct = default
    );

    /// <summary>Returns when a message may be due; spurious returns are allowed.</summary>
    Task WaitForMessage(string queue, CancellationToken ct = default);

    /// <summary>Done with it. False where the lock was lost: it may be delivered again.</summary>
    Task<bool> Complete(ReceivedMessage message, CancellationToken ct = default);

    /// <summary>Back into the queue after a delay. False where the lock was lost.</summary>
    Task<bool> Abandon(ReceivedMessage message, TimeSpan delay, CancellationToken ct = default);

    /// <summary>Aside, with the reason. False where the lock was lost.</summary>
    Task<bool> DeadLetter(ReceivedMessage message, string reason, CancellationToken ct = default);

    /// <summary>Keeps the lock longer. Null where the lock was lost.</summary>
    Task<ReceivedMessage?> Renew(ReceivedMessage message, TimeSpan lockDuration, CancellationToken ct = default);

    /// <summary>The dead letters of a queue, oldest first.</summary>
    Task<IReadOnlyList<DeadLetter>> PeekDeadLetters(string queue, int max, CancellationToken ct = default);

    /// <summary>Puts a dead letter back with its delivery count at zero. False where there is none of that id.</summary>
    Task<bool> Replay(string queue, string id, CancellationToken ct = default);
}
