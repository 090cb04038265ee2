using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

internal sealed class SqliteDocumentStore(
    SqliteDatabase database,
    IBatchMessages messages,
    TimeProvider clock,
    CollectionKeys keys,
    string tenantId
) : IDocumentStore
{
    private static readonly CommitResult Nothing = new([], null);

    public string TenantId { get; } = tenantId;

    public Task<Document?> Get(DocumentPath path, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var collection = path.Collection;
        return Task.FromResult(
            database.Read(scope =>
                keys.ForRead(scope, TenantId, collection) is { } key ? DocumentReads.Find(scope, key, path) : null
            )
        );
    }

    public Task<IReadOnlyList<Document?>> GetMany(
        CollectionPath collection,
        IReadOnlyList<string> ids,
        CancellationToken ct = default
    )
    {
        ct.ThrowIfCancellationRequested();
        if (ids.Count > 1000)
        {
            throw new ArgumentException($"{ids.Count} ids were asked for at once; at most 1,000 are allowed.");
        }
        var paths = ids.Select(collection.Document).ToArray();
        return Task.FromResult(
            database.Read<IReadOnlyList<Document?>>(scope =>
            {
                var found = new Document?[paths.Length];
                if (keys.ForRead(scope, TenantId, collection) is { } key)
                {
                    for (var i = 0; i < found.Length; i++)
                    {
                        found[i] = DocumentReads.Find(scope, key, paths[i]);
                    }
                }
                return found;
            })
        );
    }

    public Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default)
    {
        DocumentBatchLimits.Check(batch, TenantId);
        foreach (var message in batch.Messages)
        {
            messages.Check(message);
        }
        var outgoing = batch.Messages.Select(MessageProperties.Traced).ToArray();
        return batch.Count == 0
            ? Task.FromResult(Nothing)
            : database.WriteRepeatable(
                scope =>
                {
                    var result = DocumentWrites.Apply(scope, keys, TenantId, batch, clock.GetUtcNow());
                    if (result.Conflict is null)
                    {
                        foreach (var message in outgoing)
                        {
                            messages.Add(scope, message);
                        }
                    }
                    return result;
                },
                ct
            );
    }

    public Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var sql = DocumentQuerySql.Page(query, TenantId);
        return Task.FromResult(
            database.Read(scope =>
                keys.ForRead(scope, TenantId, query.Collection) is { } key
                    ? sql.ReadPage(scope, key)
                    : new DocumentPage([], null)
            )
        );
    }

    public Task<IReadOnlyList<double?>> Aggregate(
        DocumentQuery query,
        IReadOnlyList<DocumentAggregate> aggregates,
        CancellationToken ct = default
    )
    {
        ct.ThrowIfCancellationRequested();
        var sql = DocumentQuerySql.Count(query, TenantId);
        var count = database.Read(scope =>
            keys.ForRead(scope, TenantId, query.Collection) is { } key ? sql.ReadCount(scope, key) : 0L
        );
        return Task.FromResult<IReadOnlyList<double?>>([.. aggregates.Select(_ => (double?)count)]);
    }

    public string CursorOf(DocumentQuery query, Document document) => throw new NotSupportedException("Not there yet.");

    public Task<IReadOnlyList<CollectionPath>> Collections(CancellationToken ct = default) =>
        throw new NotSupportedException("Not there yet.");

    public Task WaitForChange(CollectionPath collection, string? cursor, CancellationToken ct = default) =>
        throw new NotSupportedException("Not there yet.");

    public Task<ChangePage> ReadChanges(
        CollectionPath collection,
        string? cursor,
        int limit,
        CancellationToken ct = default
    )
    {
        ct.ThrowIfCancellationRequested();
        if (limit is < 1 or > 1000)
        {
            throw new ArgumentException($"A limit of {limit} is out of range: 1 to 1,000 changes.");
        }
        var after = DocumentChanges.ReadCursor(cursor, TenantId, collection);
        return Task.FromResult(
            database.Read(scope =>
            {
                var changes = keys.ForRead(scope, TenantId, collection) is { } key
                    ? DocumentChanges.Read(scope, key, collection, after, limit)
                    : [];
                var last = changes.Count > 0 ? changes[^1].Sequence : after;
                return new ChangePage(changes, DocumentChanges.WriteCursor(last, TenantId, collection));
            })
        );
    }
}
