using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>
/// Handles the messages of one queue. It may see a message more than once. Returning completes the message; an exception gives it back
/// with a growing delay until it goes to the dead letters.
/// </summary>
public interface IQueueTrigger
{
    /// <summary>Name of the queue.</summary>
    string Queue { get; }

    /// <summary>How many messages are handled at once in a process.</summary>
    int AtOnce => 8;

    /// <summary>Does what the message asks for.</summary>
    Task Handle(ReceivedMessage message, CancellationToken ct);
}
