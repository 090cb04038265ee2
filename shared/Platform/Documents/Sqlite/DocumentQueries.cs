using IntegrationFunctions.Platform.Documents.Indexes;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>Runs queries: the searches that a query comes down to, put together again.</summary>
/// <param name="indexes">The declared indexes.</param>
/// <param name="keys">The numbers of collections.</param>
/// <param name="tenant">Whose documents are read.</param>
internal sealed class DocumentQueries(DocumentIndexes indexes, CollectionKeys keys, string tenant)
{
    /// <summary>A query that was found acceptable, with what serves it.</summary>
    public sealed record Checked(
        DocumentQuery Query,
        DocumentIndex? Index,
        IReadOnlyList<DocumentOrder> Keys,
        byte[] Shape,
        QueryCursor? After,
        QueryCursor? Before
    );

    /// <exception cref="ArgumentException">Page size, cursor, field or value are not acceptable.</exception>
    /// <exception cref="MissingIndexException">No declared index serves it.</exception>
    public Checked Check(DocumentQuery query)
    {
        if (query.PageSize is < 1 or > 1000)
        {
            throw new ArgumentException($"A page size of {query.PageSize} is out of range: 1 to 1,000 documents.");
        }
        var index = indexes.Catalogue.IndexFor(query);
        var order = QueryOrder.Keys(query);
        var shape = QueryOrder.Shape(query, tenant);
        return new(query, index, order, shape, Cursor(query.After), Cursor(query.Before));

        QueryCursor? Cursor(string? text) => text is null ? null : QueryCursor.Read(text, shape, order.Count);
    }

    public DocumentPage Page(SqliteReadScope scope, Checked it, long now)
    {
        var found = new List<(QueryCursor Place, Document Document)>();
        if (Within(scope, it.Query) is { } within)
        {
            var alternatives = 0;
            foreach (var query in DocumentQuerySql.Alternatives(it.Query))
            {
                alternatives++;
                Collect(scope, within, it with { Query = query }, now, found);
            }
            if (alternatives > 1)
            {
                found.Sort((a, b) => QueryOrder.Compare(it.Keys, a.Place, b.Place));
            }
        }
        // One more than asked for: there is a next page, and it begins behind the row before.
        var size = Math.Min(it.Query.PageSize, found.Count);
        return new(
            [.. found.Take(size).Select(row => DocumentProjection.Of(row.Document, it.Query.Fields))],
            found.Count > size ? found[size - 1].Place.Write(it.Shape) : null
        );
    }

    public IReadOnlyList<double?> Aggregate(
        SqliteReadScope scope,
        DocumentQuery query,
        DocumentIndex? index,
        IReadOnlyList<DocumentAggregate> aggregates,
        long now
    )
    {
        var fields = aggregates
            .Where(aggregate => aggregate.Function != AggregateFunction.Count)
            .Select(aggregate => aggregate.Field)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var count = 0L;
        var sums = new (double Sum, long Numbers)[fields.Count];
        if (Within(scope, query) is { } within)
        {
            if (fields.Count == 0 && index is null && !query.IsGroup)
            {
                count = CountAll(scope, within, now);
            }
            else
            {
                Add();
            }
            void Add()
            {
                foreach (var alternative in DocumentQuerySql.Alternatives(query))
                {
                    var row = DocumentQuerySql
                        .Figures(alternative, index, indexes, fields, now)
                        ?.Prepare(scope, within);
                    if (row?.Step() == true)
                    {
                        count += row.Int64(0);
                        for (var i = 0; i < sums.Length; i++)
                        {
                            // Infinity and minus infinity add up to nothing.
                            var sum = row.IsNull(1 + (2 * i)) ? double.NaN : row.Double(1 + (2 * i));
                            sums[i] = (sums[i].Sum + sum, sums[i].Numbers + row.Int64(2 + (2 * i)));
                        }
                        row.Reset();
                    }
                }
            }
        }
        return
        [
            .. aggregates.Select(aggregate =>
            {
                var (sum, numbers) =
                    aggregate.Function == AggregateFunction.Count ? (count, 1) : sums[fields.IndexOf(aggregate.Field)];
                return aggregate.Function == AggregateFunction.Average
                    ? numbers == 0
                        ? (double?)null
                        : sum / numbers
                    : sum;
            }),
        ];
    }

    // From the ids alone, less those whose time has come and that still lie there: no document is looked at.
    private static long CountAll(SqliteReadScope scope, long collection, long now) =>
        scope
            .Prepare(
                """
                SELECT (SELECT count(*) FROM documents INDEXED BY documents_ids WHERE collection = ?1)
                    - (SELECT count(*) FROM documents INDEXED BY documents_expiry WHERE expires <= ?2 AND collection = ?1)
                """
            )
            .Bind(1, collection)
            .Bind(2, now)
            .Scalar()!
            .Value;

    // The number of the collection, or, for a query over a group, of the tenant. Null: there is nothing.
    private long? Within(SqliteReadScope scope, DocumentQuery query) =>
        query.IsGroup
            ? scope.Prepare("SELECT key FROM documents_tenants WHERE name=?1").Bind(1, tenant).Scalar()
            : keys.ForRead(scope, tenant, query.Collection);

    private void Collect(
        SqliteReadScope scope,
        long within,
        Checked it,
        long now,
        List<(QueryCursor Place, Document Document)> found
    )
    {
        var wanted = found.Count + it.Query.PageSize + 1;
        foreach (var sql in DocumentQuerySql.Stretches(it.Query, it.Index, indexes, it.After, now))
        {
            var row = sql.Prepare(scope, within);
            while (row.Step())
            {
                var place = Place(row, it.Keys.Count);
                var isPast = it.Before is { } before && QueryOrder.Compare(it.Keys, place, before) >= 0;
                if (!isPast)
                {
                    found.Add((place, Read(row, it.Query, place.Last)));
                }
                if (isPast || found.Count == wanted)
                {
                    row.Reset();
                    return;
                }
            }
        }
    }

    private static QueryCursor Place(SqliteStatement row, int keys)
    {
        var values = new OrderValue[keys];
        for (var i = 0; i < keys; i++)
        {
            var (rank, column) = ((int)row.Int64(6 + (2 * i)), 7 + (2 * i));
            values[i] = new(
                rank,
                rank switch
                {
                    OrderValue.Number => row.IsInteger(column) ? row.Int64(column) : (object)row.Double(column),
                    OrderValue.Text => row.Bytes(column),
                    _ => null,
                }
            );
        }
        return new(values, row.Text(0));
    }

    private static Document Read(SqliteStatement row, DocumentQuery query, string last) =>
        new(
            query.IsGroup ? new DocumentPath(last) : query.Collection.Document(last),
            Jsonb.Decode(row.Span(5)),
            DocumentReads.ETag(row.Int64(1)),
            DocumentReads.Time(row.Int64(2)),
            DocumentReads.Time(row.Int64(3))
        )
        {
            ExpiresAt = DocumentReads.Expiry(row, 4),
        };
}
