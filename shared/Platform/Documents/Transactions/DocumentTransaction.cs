using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationFunctions.Platform.Documents.Updates;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Platform.Documents.Transactions;

/// <summary>
/// One attempt of a transaction. What it reads must still be so when it is committed: the versions of documents, that there is none of an id,
/// and of a query the documents that it gave (not that no further one matches by then). Writes wait until the end; reads by id see them.
/// Not for several threads at once.
/// </summary>
public sealed class DocumentTransaction
{
    private readonly IDocumentStore _store;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, Document?> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BufferedWrite> _writes = new(StringComparer.Ordinal);
    private readonly List<OutgoingMessage> _messages = [];
    private CommitConflict? _changedWhileReading;

    internal DocumentTransaction(IDocumentStore store, CollectionPath collection, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
        Collection = collection;
    }

    /// <summary>What it is about.</summary>
    public CollectionPath Collection { get; }

    /// <summary>The document, with what this transaction has written to it, or null. The etag is the one that was read; empty for a new one.</summary>
    public async Task<Document?> Get(string id, CancellationToken ct = default)
    {
        if (!_read.TryGetValue(id, out var stored))
        {
            stored = await _store.Get(Collection.Document(id), ct).ConfigureAwait(false);
            Note(id, stored);
        }
        return Seen(id);
    }

    /// <summary>As <see cref="Get"/>, many at once.</summary>
    public async Task<IReadOnlyList<Document?>> GetMany(IReadOnlyList<string> ids, CancellationToken ct = default)
    {
        string[] unread = [.. ids.Where(id => !_read.ContainsKey(id)).Distinct(StringComparer.Ordinal)];
        if (unread.Length > 0)
        {
            var found = await _store.GetMany(Collection, unread, ct).ConfigureAwait(false);
            for (var i = 0; i < unread.Length; i++)
            {
                Note(unread[i], found[i]);
            }
        }
        return [.. ids.Select(Seen)];
    }

    /// <summary>One page of a query over the collection. All queries come before the first write, for they would not see it.</summary>
    /// <exception cref="InvalidOperationException">The query is about another collection, or there are writes already.</exception>
    public async Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default)
    {
        if (query.IsGroup || query.Collection != Collection)
        {
            throw new InvalidOperationException(
                $"The transaction is about {Collection}, and the query about {query.Collection}. Query the transaction's collection, "
                    + "or read the other one outside of it."
            );
        }
        if (_writes.Count > 0)
        {
            throw new InvalidOperationException(
                $"The transaction over {Collection} has written already, and a query would not see that. Query first, then write."
            );
        }
        var page = await _store.Query(query, ct).ConfigureAwait(false);
        foreach (var document in page.Documents)
        {
            Note(document.Path.Id, document);
        }
        return page;
    }

    /// <summary>Writes a new document.</summary>
    public void Create<T>(string id, T value, JsonTypeInfo<T> type, DateTimeOffset? expiresAt = null) =>
        Put(id, JsonSerializer.SerializeToUtf8Bytes(value, type), expiresAt, mustBeNew: true);

    /// <summary>Writes a document, new or not.</summary>
    public void Set<T>(string id, T value, JsonTypeInfo<T> type, DateTimeOffset? expiresAt = null) =>
        Put(id, JsonSerializer.SerializeToUtf8Bytes(value, type), expiresAt, mustBeNew: false);

    /// <summary>Changes single fields of a document that is there.</summary>
    /// <exception cref="InvalidOperationException">The transaction knows that it isn't.</exception>
    public void Update(string id, DocumentUpdate update)
    {
        UpdateRules.Check(Collection.Document(id), update);
        var before = _writes.GetValueOrDefault(id);
        if (before is { IsDelete: true } || (before is null && _read.TryGetValue(id, out var read) && read is null))
        {
            throw new InvalidOperationException(
                $"There is no {Collection}/{id} to update. Create it, or set it as a whole."
            );
        }
        _writes[id] = (before ?? new()).With(update, _clock.GetUtcNow());
    }

    /// <summary>Removes a document; one that isn't there is no error.</summary>
    public void Delete(string id)
    {
        PathRules.CheckSegment(id);
        // What was to be created by this transaction must not be there; without it, there is nothing to do but to see to that.
        _writes[id] = new() { IsDelete = true, MustBeNew = _writes.GetValueOrDefault(id)?.MustBeNew ?? false };
    }

    /// <summary>Sends a message if and when the transaction is committed.</summary>
    public void Send(OutgoingMessage message) => _messages.Add(message);

    internal async Task<CommitConflict?> Commit(CancellationToken ct)
    {
        if (_writes.Count == 0 && _messages.Count == 0)
        {
            return null;
        }
        if (_changedWhileReading is { } conflict)
        {
            return conflict;
        }
        var batch = new DocumentBatch(Collection);
        foreach (var (id, document) in _read.Where(read => !_writes.ContainsKey(read.Key)))
        {
            batch.Check(id, document?.ETag);
        }
        foreach (var (id, write) in _writes)
        {
            var wasRead = _read.TryGetValue(id, out var read);
            write.AddTo(batch, id, wasRead, read?.ETag);
        }
        _messages.ForEach(message => batch.Send(message));
        return (await _store.Commit(batch, ct).ConfigureAwait(false)).Conflict;
    }

    private void Put(string id, ReadOnlyMemory<byte> content, DateTimeOffset? expiresAt, bool mustBeNew)
    {
        PathRules.CheckSegment(id);
        var before = _writes.GetValueOrDefault(id);
        if (mustBeNew && before is { IsDelete: false })
        {
            throw new InvalidOperationException(
                $"The transaction has written {Collection}/{id} already; it can't create it."
            );
        }
        _writes[id] = new()
        {
            Content = content,
            ExpiresAt = expiresAt,
            // A create after its own delete is a write over what was there.
            MustBeNew = before?.MustBeNew ?? mustBeNew,
        };
    }

    // Two reads of one document that differ can't both be so at the end.
    private void Note(string id, Document? document)
    {
        if (_read.TryGetValue(id, out var earlier) && earlier?.ETag != document?.ETag)
        {
            _changedWhileReading ??= new(id, ConflictReason.ETagMismatch);
        }
        _read[id] = document;
    }

    private Document? Seen(string id) =>
        _writes.TryGetValue(id, out var write)
            ? write.Over(Collection.Document(id), _read[id], _clock.GetUtcNow())
            : _read[id];
}
