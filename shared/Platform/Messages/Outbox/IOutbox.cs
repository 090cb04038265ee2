namespace IntegrationFunctions.Platform.Messages.Outbox;

/// <summary>A message that was stored with documents and has not been sent yet.</summary>
/// <param name="Key">Names it in its outbox; keys ascend in the order in which messages were stored.</param>
/// <param name="Message">As it is to be sent; a delay has become a time.</param>
public sealed record OutboxEntry(string Key, OutgoingMessage Message);

/// <summary>Messages that were stored in the same write as documents, wherever the documents are.</summary>
public interface IOutbox
{
    /// <summary>The next entries behind a key, in their order; empty at the end.</summary>
    Task<IReadOnlyList<OutboxEntry>> Read(string? after, int max, CancellationToken ct = default);

    /// <summary>Forgets entries that the queue has taken.</summary>
    Task Remove(IReadOnlyList<OutboxEntry> entries, CancellationToken ct = default);

    /// <summary>Returns when something was stored; spurious returns are allowed.</summary>
    Task WaitForEntry(CancellationToken ct = default);
}
