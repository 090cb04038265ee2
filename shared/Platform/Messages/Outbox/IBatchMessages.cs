using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Outbox;

/// <summary>
/// Where the messages of a batch of documents on SQLite go, in the same write: into the queue where that is in the same file, else into the
/// outbox, from which a relay sends them.
/// </summary>
public interface IBatchMessages
{
    /// <exception cref="ArgumentException">The queue would refuse the message.</exception>
    void Check(OutgoingMessage message);

    /// <summary>Takes a message that has been checked; it leaves if and only if the write is committed.</summary>
    void Add(SqliteWriteScope scope, OutgoingMessage message);
}
