using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>
/// Writes to one collection that happen together or not at all. One collection is one partition of one container in Cosmos DB, whose
/// limits every store holds: at most <see cref="MaxOperations"/> operations, <see cref="MaxBytes"/> in all and in a single document.
/// </summary>
public sealed class DocumentBatch(CollectionPath collection)
{
    /// <summary>Cosmos DB: operations in a transactional batch.</summary>
    public const int MaxOperations = 100;

    /// <summary>Cosmos DB: bytes in a transactional batch and in an item.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    private readonly List<DocumentOperation> _operations = [];
    private readonly List<OutgoingMessage> _messages = [];

    /// <summary>The collection that all operations write to.</summary>
    public CollectionPath Collection { get; } = collection;

    /// <summary>What will be written, in order.</summary>
    public IReadOnlyList<DocumentOperation> Operations => _operations;

    /// <summary>Messages that leave if and only if the batch is committed; each counts as an operation (it is a document in Cosmos DB).</summary>
    public IReadOnlyList<OutgoingMessage> Messages => _messages;

    /// <summary>How much of <see cref="MaxOperations"/> is used.</summary>
    public int Count => _operations.Count + _messages.Count;

    /// <summary>Writes a new document; the batch fails where the id is taken.</summary>
    public DocumentBatch Create<T>(string id, T value, JsonTypeInfo<T> type) =>
        Add(new(DocumentVerb.Create, id, JsonSerializer.SerializeToUtf8Bytes(value, type), null));

    /// <summary>Writes a document, new or not; with <paramref name="ifMatch"/> only over the version that was read.</summary>
    public DocumentBatch Set<T>(string id, T value, JsonTypeInfo<T> type, string? ifMatch = null) =>
        Add(new(DocumentVerb.Set, id, JsonSerializer.SerializeToUtf8Bytes(value, type), ifMatch));

    /// <summary>Writes a document that is serialized already: UTF-8, a JSON object.</summary>
    internal DocumentBatch Set(string id, ReadOnlyMemory<byte> content) =>
        Add(new(DocumentVerb.Set, id, content, null));

    /// <summary>Removes a document; one that isn't there fails the batch only where <paramref name="ifMatch"/> is given.</summary>
    public DocumentBatch Delete(string id, string? ifMatch = null) =>
        Add(new(DocumentVerb.Delete, id, default, ifMatch));

    /// <summary>Sends a message together with the batch.</summary>
    public DocumentBatch Send(OutgoingMessage message)
    {
        _messages.Add(message);
        return this;
    }

    private DocumentBatch Add(DocumentOperation operation)
    {
        PathRules.CheckSegment(operation.Id);
        _operations.Add(operation);
        return this;
    }
}

/// <summary>What an operation of a batch does.</summary>
public enum DocumentVerb
{
    /// <summary>Only where the id is free.</summary>
    Create,

    /// <summary>Over whatever is there.</summary>
    Set,

    /// <summary>Away with it.</summary>
    Delete,
}

/// <summary>One write of a batch.</summary>
/// <param name="Verb">What it does.</param>
/// <param name="Id">Id within the batch's collection.</param>
/// <param name="Content">UTF-8 JSON object; empty for a delete.</param>
/// <param name="IfMatch">ETag that the stored document must have, or null for any.</param>
public sealed record DocumentOperation(DocumentVerb Verb, string Id, ReadOnlyMemory<byte> Content, string? IfMatch);

/// <summary>How a commit ended: the etags in the order of the operations (null for a delete), or the first conflict and nothing written.</summary>
public sealed record CommitResult(IReadOnlyList<string?> ETags, CommitConflict? Conflict)
{
    /// <summary>Throws where the batch was not committed; for writes whose conflict would be a bug.</summary>
    public CommitResult EnsureCommitted() =>
        Conflict is null ? this : throw new InvalidOperationException($"The batch was refused: {Conflict}");
}

/// <summary>Why nothing was written.</summary>
/// <param name="Id">The document in question.</param>
/// <param name="Reason">What stood in the way.</param>
public sealed record CommitConflict(string Id, ConflictReason Reason);

/// <summary>What stood in the way of a write.</summary>
public enum ConflictReason
{
    /// <summary>A create found the id taken.</summary>
    AlreadyExists,

    /// <summary>The stored document is another version than the one demanded.</summary>
    ETagMismatch,

    /// <summary>A version was demanded and nothing is stored.</summary>
    NotFound,
}
