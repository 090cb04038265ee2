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
    /// <param name="id">Id within the collection.</param>
    /// <param name="value">What is written.</param>
    /// <param name="type">How it becomes JSON.</param>
    /// <param name="expiresAt">From then on it is no longer there; null: it stays.</param>
    public DocumentBatch Create<T>(string id, T value, JsonTypeInfo<T> type, DateTimeOffset? expiresAt = null) =>
        Add(
            new(DocumentVerb.Create, id, JsonSerializer.SerializeToUtf8Bytes(value, type), null)
            {
                ExpiresAt = expiresAt,
            }
        );

    /// <summary>Writes a document, new or not; with <paramref name="ifMatch"/> only over the version that was read.</summary>
    /// <inheritdoc cref="Create"/>
    public DocumentBatch Set<T>(
        string id,
        T value,
        JsonTypeInfo<T> type,
        string? ifMatch = null,
        DateTimeOffset? expiresAt = null
    ) =>
        Add(
            new(DocumentVerb.Set, id, JsonSerializer.SerializeToUtf8Bytes(value, type), ifMatch)
            {
                ExpiresAt = expiresAt,
            }
        );

    /// <summary>
    /// Changes single fields of a document that is there, and leaves the others as they are, to the digit; the batch fails where it isn't
    /// there. When it expires stays as it is unless the update says so.
    /// </summary>
    public DocumentBatch Update(string id, DocumentUpdate update, string? ifMatch = null) =>
        Add(new(DocumentVerb.Update, id, default, ifMatch) { Update = update });

    /// <summary>
    /// Writes nothing and demands something: that the document is still the version that was read, or, with null, that there is none. Makes
    /// what was read and decided by part of the batch.
    /// </summary>
    public DocumentBatch Check(string id, string? ifMatch) => Add(new(DocumentVerb.Check, id, default, ifMatch));

    /// <summary>As <see cref="Create"/> or <see cref="Set{T}"/>, of a document that is serialized already.</summary>
    internal DocumentBatch Put(
        string id,
        ReadOnlyMemory<byte> content,
        bool mustBeNew,
        string? ifMatch,
        DateTimeOffset? expiresAt
    ) =>
        Add(
            new(mustBeNew ? DocumentVerb.Create : DocumentVerb.Set, id, content, mustBeNew ? null : ifMatch)
            {
                ExpiresAt = expiresAt,
            }
        );

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

    /// <summary>The same with other operations in their places.</summary>
    internal DocumentBatch With(IEnumerable<DocumentOperation> operations)
    {
        var other = new DocumentBatch(Collection);
        other._operations.AddRange(operations);
        other._messages.AddRange(_messages);
        return other;
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

    /// <summary>Single fields of what is there.</summary>
    Update,

    /// <summary>Only looks: the rest is written where what is stored is as demanded.</summary>
    Check,
}

/// <summary>One write of a batch.</summary>
/// <param name="Verb">What it does.</param>
/// <param name="Id">Id within the batch's collection.</param>
/// <param name="Content">UTF-8 JSON object; empty for a delete, an update and a check.</param>
/// <param name="IfMatch">ETag that the stored document must have, or null for any; for a check null is: none may be stored.</param>
public sealed record DocumentOperation(DocumentVerb Verb, string Id, ReadOnlyMemory<byte> Content, string? IfMatch)
{
    /// <summary>What an update changes; null for the other verbs.</summary>
    public DocumentUpdate? Update { get; init; }

    /// <summary>For a create and a set: when the document goes away by itself, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>How a commit ended: the etags in the order of the operations (null for a delete and a check), or the first conflict and nothing written.</summary>
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
    /// <summary>A create found the id taken, or a check found a document where there should be none.</summary>
    AlreadyExists,

    /// <summary>The stored document is another version than the one demanded.</summary>
    ETagMismatch,

    /// <summary>A version was demanded, or fields were to be changed, and nothing is stored.</summary>
    NotFound,
}
