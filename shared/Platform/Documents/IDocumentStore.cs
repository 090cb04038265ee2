namespace IntegrationFunctions.Platform.Documents;

/// <summary>Opens handles. The only place where a tenant is named: what a handle can reach is its own tenant's.</summary>
public interface IDocumentStores
{
    /// <summary>A handle for one tenant.</summary>
    IDocumentStore ForTenant(string tenantId);
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
    /// <exception cref="ArgumentException">The cursor was not made by this query, or the page size is out of range.</exception>
    Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default);

    /// <summary>How many documents match; order, page size and cursor play no part.</summary>
    Task<long> Count(DocumentQuery query, CancellationToken ct = default);

    /// <summary>
    /// Changes of a collection in the order of their commits, from a durable cursor (null: from the beginning). Several changes of one
    /// document all appear. A batch is never seen in part: a page may exceed the limit by the rest of its last batch.
    /// </summary>
    Task<ChangePage> ReadChanges(CollectionPath collection, string? cursor, int limit, CancellationToken ct = default);
}
