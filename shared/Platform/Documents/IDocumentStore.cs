namespace IntegrationFunctions.Platform.Documents;

/// <summary>Opens handles. The only place where a tenant is named: what a handle can reach is its own tenant's.</summary>
public interface IDocumentStores
{
    /// <summary>A handle for one tenant.</summary>
    IDocumentStore ForTenant(string tenantId);

    /// <summary>
    /// Keeps house for all tenants, a little at a time: removes documents whose time has come (readers see none of them before that either),
    /// and what the change feed no longer needs. Returns how much it removed; more may be left where that is <paramref name="max"/>.
    /// </summary>
    Task<int> KeepHouse(int max, CancellationToken ct = default);
}

/// <summary>
/// The documents of one tenant, Firestore-style: JSON objects at paths, queried by collection, written in batches that are atomic within
/// one collection. Infrastructure failures throw <see cref="Storage.StorageException"/>; conflicts are values.
/// </summary>
public interface IDocumentStore
{
    /// <summary>Whose documents these are.</summary>
    string TenantId { get; }

    /// <summary>The document, or null.</summary>
    Task<Document?> Get(DocumentPath path, CancellationToken ct = default);

    /// <summary>The documents in the order of the ids, null where there is none. At most 1,000 ids.</summary>
    Task<IReadOnlyList<Document?>> GetMany(
        CollectionPath collection,
        IReadOnlyList<string> ids,
        CancellationToken ct = default
    );

    /// <summary>Writes the whole batch durably, or nothing. An empty batch is a success that writes nothing.</summary>
    /// <exception cref="ArgumentException">The batch is over the limits (the message says which), writes an id twice, or sends a message of another tenant.</exception>
    Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default);

    /// <summary>One page of a query.</summary>
    /// <exception cref="ArgumentException">A cursor was not made by this query, or the page size is out of range.</exception>
    /// <exception cref="MissingIndexException">No declared index serves the query; the message is the declaration that is missing.</exception>
    Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default);

    /// <summary>
    /// Figures over all documents that match, in the order of <paramref name="aggregates"/>; order, page size and cursors of the query play no
    /// part. Null is an average of nothing. Exact to the precision of a double.
    /// </summary>
    /// <exception cref="MissingIndexException">No declared index serves the query.</exception>
    Task<IReadOnlyList<double?>> Aggregate(
        DocumentQuery query,
        IReadOnlyList<DocumentAggregate> aggregates,
        CancellationToken ct = default
    );

    /// <summary>
    /// Where the document stands in the query's order, for <see cref="DocumentQuery.StartAfter"/> and <see cref="DocumentQuery.EndBefore"/>.
    /// </summary>
    string CursorOf(DocumentQuery query, Document document);

    /// <summary>The tenant's collections that hold documents, in the order of their paths.</summary>
    Task<IReadOnlyList<CollectionPath>> Collections(CancellationToken ct = default);

    /// <summary>
    /// Changes of a collection in the order of their commits, from a durable cursor (null: from the beginning). A reader who keeps up sees
    /// every change; several older ones of a document may be told as the last of them, as an update even where the reader has not seen the
    /// document yet. A batch is never seen in part: a page may exceed the limit by the rest of its last batch. Expiry is told as a deletion,
    /// some time after.
    /// </summary>
    /// <exception cref="ArgumentException">The cursor was not made by this feed.</exception>
    /// <exception cref="ChangeCursorExpiredException">The cursor is so old that deletions behind it may have been forgotten.</exception>
    Task<ChangePage> ReadChanges(CollectionPath collection, string? cursor, int limit, CancellationToken ct = default);

    /// <summary>Returns when there may be changes behind the cursor; at once where there are. Spurious returns are allowed.</summary>
    Task WaitForChange(CollectionPath collection, string? cursor, CancellationToken ct = default);
}
