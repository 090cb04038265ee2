namespace IntegrationFunctions.Platform.Messages;

/// <summary>
/// Queues with the semantics of Service Bus: at-least-once, locks, delivery counts, time to live, ordering keys, dead letters. Messages of a
/// queue come in order of their due time. After <see cref="QueueOptions.MaxDeliveries"/> deliveries a message goes to the dead letters.
/// Whatever is out of range is an <see cref="ArgumentException"/>; a broker that can't be reached is a <see cref="MessagingException"/>.
/// </summary>
public interface IMessageQueue
{
    /// <summary>Durable when it returns. False where the id is known to have been dropped as a repeat; Service Bus drops in silence.</summary>
    Task<bool> Send(OutgoingMessage message, CancellationToken ct = default);

    /// <summary>1 to 1,000 messages in one go, each as by <see cref="Send"/>; on SQLite all or none.</summary>
    Task<IReadOnlyList<bool>> SendMany(IReadOnlyList<OutgoingMessage> messages, CancellationToken ct = default);

    /// <summary>
    /// Up to <paramref name="max"/> due messages, locked; empty where there are none. Service Bus locks for the queue's
    /// <see cref="QueueOptions.DefaultLock"/> whatever is asked for; <see cref="ReceivedMessage.LockedUntil"/> says how long it is.
    /// </summary>
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

    /// <summary>Several in one go, each as by <see cref="Complete"/>.</summary>
    Task<IReadOnlyList<bool>> CompleteMany(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct = default);

    /// <summary>
    /// Back into the queue after a delay; where its time to live ends before that, to the dead letters at once. False where the lock was lost. What comes behind it under the same ordering key waits with it; on
    /// Service Bus such a delay ends with the lock.
    /// </summary>
    Task<bool> Abandon(ReceivedMessage message, TimeSpan delay, CancellationToken ct = default);

    /// <summary>Aside, with the reason. False where the lock was lost.</summary>
    Task<bool> DeadLetter(
        ReceivedMessage message,
        string reason,
        string? description = null,
        CancellationToken ct = default
    );

    /// <summary>Keeps the lock longer. Null where the lock was lost.</summary>
    Task<ReceivedMessage?> Renew(ReceivedMessage message, TimeSpan lockDuration, CancellationToken ct = default);

    /// <summary>Looks at the messages that are due, locked or scheduled, without a lock, by ascending sequence number.</summary>
    Task<MessagePage<PeekedMessage>> Peek(string queue, PeekRequest request, CancellationToken ct = default);

    /// <summary>Looks at the dead letters of a queue, oldest first.</summary>
    Task<MessagePage<DeadLetter>> PeekDeadLetters(string queue, PeekRequest request, CancellationToken ct = default);

    /// <summary>Puts a tenant's dead letter back with its delivery count at zero and without a time to live. False where there is none of that id.</summary>
    Task<bool> Replay(string queue, string tenantId, string id, CancellationToken ct = default);

    /// <summary>Puts all dead letters back that a tenant has at the start of the call; returns how many.</summary>
    Task<int> ReplayAll(string queue, string tenantId, CancellationToken ct = default);

    /// <summary>Forgets a tenant's dead letter for good. False where there is none of that id.</summary>
    Task<bool> DeleteDeadLetter(string queue, string tenantId, string id, CancellationToken ct = default);
}
