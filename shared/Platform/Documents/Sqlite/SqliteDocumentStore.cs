using IntegrationFunctions.Platform.Documents.Indexes;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

internal sealed class SqliteDocumentStore(
    SqliteDatabase database,
    IBatchMessages messages,
    TimeProvider clock,
    CollectionKeys keys,
    CommitNumbers numbers,
    ChangeSignals signals,
    DocumentIndexes indexes,
    string tenantId
) : IDocumentStore
{
    private static readonly CommitResult Nothing = new([], null);
    private readonly DocumentQueries _queries = new(indexes, keys, tenantId);

    public string TenantId { get; } = tenantId;

    public Task<Document?> Get(DocumentPath path, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var collection = path.Collection;
        return Task.FromResult(
            database.Read(scope =>
                keys.ForRead(scope, TenantId, collection) is { } key
                    ? DocumentReads.Find(scope, key, path, clock.GetUtcNow().UtcTicks)
                    : null
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
                    var now = clock.GetUtcNow().UtcTicks;
                    for (var i = 0; i < found.Length; i++)
                    {
                        found[i] = DocumentReads.Find(scope, key, paths[i], now);
                    }
                }
                return found;
            })
        );
    }

    public Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default)
    {
        indexes.Catalogue.Find(batch.Collection.Group);
        DocumentBatchLimits.Check(batch, TenantId);
        foreach (var message in batch.Messages)
        {
            messages.Check(message);
        }
        return batch.Count == 0 ? Task.FromResult(Nothing) : Write(batch, ct);
    }

    private async Task<CommitResult> Write(DocumentBatch batch, CancellationToken ct)
    {
        var operations = DocumentWrites.Encode(batch);
        var outgoing = batch.Messages.Select(MessageProperties.Traced).ToArray();
        var result = await database
            .WriteRepeatable(
                scope =>
                {
                    var result = DocumentWrites.Apply(
                        scope,
                        keys,
                        numbers,
                        TenantId,
                        batch,
                        operations,
                        clock.GetUtcNow()
                    );
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
            )
            .ConfigureAwait(false);
        if (result.Conflict is null)
        {
            signals.Raise(TenantId, batch.Collection);
        }
        return result;
    }

    public Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var it = _queries.Check(query);
        return Task.FromResult(database.Read(scope => _queries.Page(scope, it, clock.GetUtcNow().UtcTicks)));
    }

    public Task<IReadOnlyList<double?>> Aggregate(
        DocumentQuery query,
        IReadOnlyList<DocumentAggregate> aggregates,
        CancellationToken ct = default
    )
    {
        ct.ThrowIfCancellationRequested();
        var unordered = query with { Order = [] };
        var index = indexes.Catalogue.IndexFor(unordered);
        QueryRules.Check(indexes.Catalogue.Find(query.Collection.Group), aggregates);
        return Task.FromResult(
            database.Read(scope => _queries.Aggregate(scope, unordered, index, aggregates, clock.GetUtcNow().UtcTicks))
        );
    }

    public string CursorOf(DocumentQuery query, Document document)
    {
        indexes.Catalogue.IndexFor(query);
        return QueryCursor.Of(query, document).Write(QueryOrder.Shape(query, TenantId));
    }

    public Task<IReadOnlyList<CollectionPath>> Collections(CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(
            database.Read(scope => DocumentReads.Collections(scope, TenantId, clock.GetUtcNow().UtcTicks))
        );
    }

    public Task WaitForChange(CollectionPath collection, string? cursor, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var place = FeedCursor.Read(cursor, TenantId, collection);
        return signals.Wait(
            TenantId,
            collection,
            () =>
                Task.FromResult(
                    database.Read(scope =>
                        keys.ForRead(scope, TenantId, collection) is { } key
                        && DocumentChanges.Any(scope, key, place, clock.GetUtcNow().UtcTicks)
                    )
                ),
            watch: null,
            ct
        );
    }

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
        var place = FeedCursor.Read(cursor, TenantId, collection);
        return Task.FromResult(
            database.Read(scope =>
            {
                var (changes, next) = keys.ForRead(scope, TenantId, collection) is { } key
                    ? DocumentChanges.Read(scope, key, collection, place, limit, clock.GetUtcNow().UtcTicks)
                    : ([], place);
                return new ChangePage(changes, next.Write(TenantId, collection));
            })
        );
    }
}
