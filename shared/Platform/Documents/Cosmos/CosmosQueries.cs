using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents.Indexes;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>A page of a query.</summary>
internal sealed class CosmosQueries(CosmosContainers containers, TimeProvider clock, string tenant)
{
    public async Task<DocumentPage> Page(DocumentQuery query, CancellationToken ct)
    {
        containers.Catalogue.IndexFor(query);
        var shape = QueryOrder.Shape(query, tenant);
        var keys = QueryOrder.Keys(query);
        var after = query.After is null ? null : QueryCursor.Read(query.After, shape, keys.Count);
        var before = query.Before is null ? null : QueryCursor.Read(query.Before, shape, keys.Count);
        var found = new List<Document>();
        var parts = Parts(query);
        foreach (var part in parts)
        {
            await Find(part, after, before, found, ct).ConfigureAwait(false);
        }
        if (parts.Count > 1)
        {
            found =
            [
                .. found
                    .DistinctBy(document => document.Path)
                    .Select(document => (Document: document, Place: QueryCursor.Of(query, document)))
                    .Order(
                        Comparer<(Document Document, QueryCursor Place)>.Create(
                            (a, b) => QueryOrder.Compare(keys, a.Place, b.Place)
                        )
                    )
                    .Select(placed => placed.Document),
            ];
        }
        // One more than asked for: there is a next page, and it begins behind the last of this one.
        var page = found.Take(query.PageSize).ToList();
        return new(
            [.. page.Select(document => DocumentProjection.Of(document, query.Fields))],
            found.Count > page.Count ? QueryCursor.Of(query, page[^1]).Write(shape) : null
        );
    }

    private async Task Find(
        DocumentQuery query,
        QueryCursor? after,
        QueryCursor? before,
        List<Document> found,
        CancellationToken ct
    )
    {
        var sql = new CosmosQuerySql(tenant, query, clock.GetUtcNow()).Page(query, after, before);
        var container = await containers.Of(query.Collection.Group).ConfigureAwait(false);
        var partition = query.IsGroup ? null : CosmosItem.PartitionOf(tenant, query.Collection);
        var wanted = query.PageSize + 1;
        await foreach (var item in containers.Query(container, sql, partition, wanted, ct).ConfigureAwait(false))
        {
            found.Add(CosmosItem.Read(item).Document);
            if (--wanted == 0)
            {
                return;
            }
        }
    }

    /// <summary>
    /// The query, or where it is ordered by a field that has one of several values, a query a value: declared indexes have such a field before those
    /// of the order, wherever it stands in the order, and Cosmos DB wants the very order in an index.
    /// </summary>
    private static List<DocumentQuery> Parts(DocumentQuery query)
    {
        List<DocumentQuery> parts = [query];
        for (var i = 0; i < query.Filters.Count; i++)
        {
            var filter = query.Filters[i];
            if (
                filter is { Compare: Compare.In, Value: JsonArray values }
                && query.Order.Any(order => order.Field == filter.Field)
            )
            {
                parts =
                [
                    .. parts.SelectMany(part =>
                        values.Select(value => With(part, i, new(filter.Field, Compare.Equal, value)))
                    ),
                ];
            }
        }
        return parts;
    }

    private static DocumentQuery With(DocumentQuery query, int at, DocumentFilter filter) =>
        query with
        {
            Filters = [.. query.Filters.Select((other, i) => i == at ? filter : other)],
        };
}
