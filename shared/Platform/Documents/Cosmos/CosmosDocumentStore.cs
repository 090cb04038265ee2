using IntegrationFunctions.Platform.Documents.Indexes;
using IntegrationFunctions.Platform.Messages;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

internal sealed class CosmosDocumentStore(
    CosmosContainers containers,
    CosmosOutbox outbox,
    QueueCatalogue queues,
    DocumentStoreOptions options,
    CosmosOptions cosmos,
    TimeProvider clock,
    ChangeSignals signals,
    string tenantId
) : IDocumentStore
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(100);

    private readonly CosmosWrites _writes = new(containers, options, clock, tenantId);
    private readonly CosmosChanges _changes = new(containers, options, clock, tenantId);
    private readonly CosmosQueries _queries = new(containers, clock, tenantId);

    public string TenantId { get; } = tenantId;

    public async Task<Document?> Get(DocumentPath path, CancellationToken ct = default) =>
        (await GetMany(path.Collection, [path.Id], ct).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<Document?>> GetMany(
        CollectionPath collection,
        IReadOnlyList<string> ids,
        CancellationToken ct = default
    )
    {
        if (ids.Count > 1000)
        {
            throw new ArgumentException($"{ids.Count} ids were asked for at once; at most 1,000 are allowed.");
        }
        foreach (var id in ids)
        {
            PathRules.CheckSegment(id);
        }
        if (ids.Count == 0)
        {
            return [];
        }
        var container = await containers.Of(collection.Group).ConfigureAwait(false);
        var found = await CosmosReads
            .Many(containers, container, CosmosItem.PartitionOf(TenantId, collection), ids, ct)
            .ConfigureAwait(false);
        var now = clock.GetUtcNow();
        return
        [
            .. ids.Select(id => found.GetValueOrDefault(id) is { } item && item.IsThere(now) ? item.Document : null),
        ];
    }

    public async Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default)
    {
        DocumentBatchLimits.Check(batch, TenantId);
        foreach (var message in batch.Messages)
        {
            MessageRules.Check(message, queues.Of(message.Queue));
        }
        if (batch.Count == 0)
        {
            return new([], null);
        }
        var result = await _writes.Commit(batch, ct).ConfigureAwait(false);
        if (result.Conflict is not null)
        {
            return result;
        }
        signals.Raise(TenantId, batch.Collection);
        if (batch.Messages.Count > 0)
        {
            await outbox
                .SendNow(batch.Collection.Group, CosmosItem.PartitionOf(TenantId, batch.Collection), ct)
                .ConfigureAwait(false);
        }
        return result;
    }

    public Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default) =>
        query.PageSize is < 1 or > 1000
            ? throw new ArgumentException($"A page size of {query.PageSize} is out of range: 1 to 1,000 documents.")
            : _queries.Page(query, ct);

    public async Task<IReadOnlyList<double?>> Aggregate(
        DocumentQuery query,
        IReadOnlyList<DocumentAggregate> aggregates,
        CancellationToken ct = default
    )
    {
        var unordered = query with { Order = [] };
        containers.Catalogue.IndexFor(unordered);
        QueryRules.Check(containers.Catalogue.Find(query.Collection.Group), aggregates);
        var container = await containers.Of(query.Collection.Group).ConfigureAwait(false);
        var sql = new CosmosQuerySql(TenantId, unordered, clock.GetUtcNow());
        var figures = new List<double?>();
        foreach (var (function, field) in aggregates)
        {
            figures.Add(
                function switch
                {
                    AggregateFunction.Count => await Figure(sql.Count()).ConfigureAwait(false),
                    AggregateFunction.Sum => await Figure(sql.Sum(field)).ConfigureAwait(false),
                    _ => await Figure(sql.CountNumbers(field)).ConfigureAwait(false) is var numbers and > 0
                        ? await Figure(sql.Sum(field)).ConfigureAwait(false) / numbers
                        : null,
                }
            );
        }
        return figures;

        async Task<double> Figure(QueryDefinition definition)
        {
            await foreach (
                var value in containers.Query(container, definition, Partition(query), 1, ct).ConfigureAwait(false)
            )
            {
                return value.ValueKind == System.Text.Json.JsonValueKind.Number ? value.GetDouble() : 0;
            }
            return 0;
        }
    }

    public string CursorOf(DocumentQuery query, Document document)
    {
        containers.Catalogue.IndexFor(query);
        return QueryCursor.Of(query, document).Write(QueryOrder.Shape(query, TenantId));
    }

    public async Task<IReadOnlyList<CollectionPath>> Collections(CancellationToken ct = default)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in containers.Catalogue.Groups)
        {
            var container = await containers.Of(group.Name).ConfigureAwait(false);
            var query = new QueryDefinition(
                "SELECT DISTINCT VALUE r.partition FROM r WHERE r.tenant = @t AND r.kind = 'document' AND NOT IS_DEFINED(r.deleted) "
                    + "AND (NOT IS_DEFINED(r.expires) OR r.expires > @n)"
            )
                .WithParameterStream("@t", CosmosReads.Text(TenantId))
                .WithParameterStream("@n", CosmosReads.Text(CosmosItem.Text(clock.GetUtcNow())));
            await foreach (var partition in containers.Query(container, query, null, 1000, ct).ConfigureAwait(false))
            {
                var parent = partition.GetString()![$"tenants/{TenantId}".Length..].TrimStart('/');
                found.Add(parent.Length == 0 ? group.Name : $"{parent}/{group.Name}");
            }
        }
        return [.. found.Order(StringComparer.Ordinal).Select(path => new CollectionPath(path))];
    }

    public Task<ChangePage> ReadChanges(
        CollectionPath collection,
        string? cursor,
        int limit,
        CancellationToken ct = default
    ) =>
        limit is < 1 or > 1000
            ? throw new ArgumentException($"A limit of {limit} is out of range: 1 to 1,000 changes.")
            : _changes.Read(collection, cursor, limit, ct);

    // Commits of this process wake at once; those of others are found by asking.
    public Task WaitForChange(CollectionPath collection, string? cursor, CancellationToken ct = default) =>
        signals.Wait(
            TenantId,
            collection,
            () => IsThere(collection, cursor, ct),
            stop => Watch(collection, cursor, stop),
            ct
        );

    private async Task Watch(CollectionPath collection, string? cursor, CancellationToken stop)
    {
        var wait = FirstPoll;
        do
        {
            await Task.Delay(wait, clock, stop).ConfigureAwait(false);
            wait = wait * 2 < cosmos.MaxPoll ? wait * 2 : cosmos.MaxPoll;
        } while (!await IsThere(collection, cursor, stop).ConfigureAwait(false));
    }

    private async Task<bool> IsThere(CollectionPath collection, string? cursor, CancellationToken ct)
    {
        try
        {
            return (await _changes.Read(collection, cursor, 1, ct).ConfigureAwait(false)).Changes.Count > 0;
        }
        catch (ChangeCursorExpiredException)
        {
            // Reading tells.
            return true;
        }
    }

    private string? Partition(DocumentQuery query) =>
        query.IsGroup ? null : CosmosItem.PartitionOf(TenantId, query.Collection);
}
