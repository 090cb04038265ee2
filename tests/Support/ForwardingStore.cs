using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Support;

/// <summary>Passes everything on to a real store; a subclass disturbs what it is about.</summary>
internal abstract class ForwardingStore(IDocumentStore inner) : IDocumentStore
{
    public string TenantId => inner.TenantId;

    public virtual Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default) =>
        inner.Commit(batch, ct);

    public Task<Document?> Get(DocumentPath path, CancellationToken ct = default) => inner.Get(path, ct);

    public Task<IReadOnlyList<Document?>> GetMany(
        CollectionPath collection,
        IReadOnlyList<string> ids,
        CancellationToken ct = default
    ) => inner.GetMany(collection, ids, ct);

    public Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default) => inner.Query(query, ct);

    public Task<IReadOnlyList<double?>> Aggregate(
        DocumentQuery query,
        IReadOnlyList<DocumentAggregate> aggregates,
        CancellationToken ct = default
    ) => inner.Aggregate(query, aggregates, ct);

    public string CursorOf(DocumentQuery query, Document document) => inner.CursorOf(query, document);

    public Task<IReadOnlyList<CollectionPath>> Collections(CancellationToken ct = default) => inner.Collections(ct);

    public Task WaitForChange(CollectionPath collection, string? cursor, CancellationToken ct = default) =>
        inner.WaitForChange(collection, cursor, ct);

    public Task<ChangePage> ReadChanges(
        CollectionPath collection,
        string? cursor,
        int limit,
        CancellationToken ct = default
    ) => inner.ReadChanges(collection, cursor, limit, ct);
}
