using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Unit.Sync;

/// <summary>Dies at the n-th commit, just before it is written or just after.</summary>
internal sealed class KillingStore(IDocumentStore store, int at, bool after) : IDocumentStore
{
    public int Commits { get; private set; }

    public string TenantId => store.TenantId;

    public async Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default)
    {
        var dies = ++Commits == at;
        if (dies && !after)
        {
            throw new KilledException();
        }
        var result = await store.Commit(batch, ct);
        return dies ? throw new KilledException() : result;
    }

    public Task<Document?> Get(DocumentPath path, CancellationToken ct = default) => store.Get(path, ct);

    public Task<IReadOnlyList<Document?>> GetMany(
        CollectionPath collection,
        IReadOnlyList<string> ids,
        CancellationToken ct = default
    ) => store.GetMany(collection, ids, ct);

    public Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default) => store.Query(query, ct);

    public Task<long> Count(DocumentQuery query, CancellationToken ct = default) => store.Count(query, ct);

    public Task<ChangePage> ReadChanges(
        CollectionPath collection,
        string? cursor,
        int limit,
        CancellationToken ct = default
    ) => store.ReadChanges(collection, cursor, limit, ct);
}

internal sealed class KilledException : Exception;
