using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents.Indexes;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// One search of a query as SQL: for one value of each In, and, behind a cursor, for one stretch of the order. Every stretch is a range of
/// the index, so a page far behind costs as much as the first. The text depends on the shape alone; every value is bound.
/// </summary>
internal sealed class DocumentQuerySql
{
    private readonly DocumentQuery _query;
    private readonly IReadOnlyList<DocumentOrder> _order;
    private readonly StringBuilder _sql = new();

    // Values of ?2, ?3...; ?1 is the collection or the tenant.
    private readonly List<object?> _values = [];
    private readonly Dictionary<string, FieldBounds> _bounds = new(StringComparer.Ordinal);
    private readonly QuerySource _source;
    private readonly long _now;

    private DocumentQuerySql(DocumentQuery query, DocumentIndex? index, DocumentIndexes indexes, long now)
    {
        _query = query;
        _order = QueryOrder.Keys(query);
        _now = now;
        _source = QuerySource.Of(query, index, indexes, Value);
        foreach (var filter in query.Filters)
        {
            _bounds[filter.Field] = _bounds.GetValueOrDefault(filter.Field).And(filter);
        }
    }

    /// <summary>The query once for each combination of the values of its In filters: searches that have no document in common.</summary>
    public static IEnumerable<DocumentQuery> Alternatives(DocumentQuery query)
    {
        IEnumerable<DocumentQuery> all = [query];
        for (var i = 0; i < query.Filters.Count; i++)
        {
            var (at, filter) = (i, query.Filters[i]);
            if (filter.Compare == Compare.In)
            {
                var values = ((JsonArray)filter.Value!).DistinctBy(QueryRules.ValueOf, SameValue.Instance).ToArray();
                all = all.SelectMany(one =>
                    values.Select(value =>
                        one with
                        {
                            Filters =
                            [
                                .. one.Filters.Take(at),
                                filter with
                                {
                                    Compare = Compare.Equal,
                                    Value = value,
                                },
                                .. one.Filters.Skip(at + 1),
                            ],
                        }
                    )
                );
            }
        }
        return all;
    }

    /// <summary>The searches for a page, one after the other in the order of the query; <paramref name="after"/> is null from the beginning.</summary>
    public static IEnumerable<DocumentQuerySql> Stretches(
        DocumentQuery query,
        DocumentIndex? index,
        DocumentIndexes indexes,
        QueryCursor? after,
        long now
    )
    {
        // The place itself and what is equal to it, then by and by what differs in an earlier key.
        for (var keep = after is null ? 0 : 2 * after.Values.Count; keep >= 0; keep--)
        {
            var sql = new DocumentQuerySql(query, index, indexes, now);
            if (sql.Begin(after, keep))
            {
                sql.WritePage(after is not null && keep == 2 * after.Values.Count ? after.Last : null);
                yield return sql;
            }
        }
    }

    /// <summary>Figures over all that one alternative matches: the count, then for each field the sum and the count of its numbers.</summary>
    public static DocumentQuerySql? Figures(
        DocumentQuery query,
        DocumentIndex? index,
        DocumentIndexes indexes,
        IEnumerable<string> fields,
        long now
    )
    {
        var sql = new DocumentQuerySql(query, index, indexes, now);
        if (!sql.Begin(null, 0))
        {
            return null;
        }
        sql._sql.Append("SELECT count(*)");
        foreach (var field in fields)
        {
            var number = $"CASE WHEN {FieldSql.Rank(field)} = 4 THEN {FieldSql.Value(field)} END";
            sql._sql.Append($", total({number}), count({number})");
        }
        sql.WriteWhere();
        return sql;
    }

    /// <summary>The statement's text; ?1 is still free.</summary>
    public string Text => _sql.ToString();

    public SqliteStatement Prepare(SqliteReadScope scope, long within)
    {
        var statement = scope.Prepare(Text).Bind(1, within);
        for (var i = 0; i < _values.Count; i++)
        {
            _ = _values[i] switch
            {
                long number => statement.Bind(i + 2, number),
                double number => statement.BindDouble(i + 2, number),
                byte[] text => statement.BindText(i + 2, text),
                var text => statement.Bind(i + 2, (string?)text),
            };
        }
        return statement;
    }

    private string Value(object? value)
    {
        _values.Add(value);
        return $"?{_values.Count + 1}";
    }

    // The first keys as in the cursor, the next beyond it. A field is two keys: the rank and the value. False where nothing can be there.
    private bool Begin(QueryCursor? after, int keep)
    {
        for (var i = 0; after is not null && i < after.Values.Count && 2 * i <= keep; i++)
        {
            var (order, place) = (_order[i], after.Values[i]);
            var bounds = _bounds.GetValueOrDefault(order.Field);
            if (keep == 2 * i)
            {
                bounds = order.Descending
                    ? bounds.ToRank(place.Rank, open: true)
                    : bounds.FromRank(place.Rank, open: true);
            }
            else if (keep > (2 * i) + 1)
            {
                bounds = bounds.Equal(place);
            }
            else if (place.Value is null)
            {
                return false;
            }
            else
            {
                bounds = bounds.FromRank(place.Rank).ToRank(place.Rank);
                bounds = order.Descending ? bounds.ToValue(place, open: true) : bounds.FromValue(place, open: true);
            }
            _bounds[order.Field] = bounds;
        }
        return !_bounds.Values.Any(bounds => bounds.IsEmpty);
    }

    private void WritePage(string? behind)
    {
        _sql.Append($"SELECT {_source.Last}, d.sequence, d.created, d.updated, d.expires, d.content");
        foreach (var order in _order)
        {
            _sql.Append($", {FieldSql.Rank(order.Field)}, {FieldSql.Value(order.Field)}");
        }
        WriteWhere();
        if (behind is not null)
        {
            _sql.Append($" AND {_source.Last} > {Value(behind)}");
        }
        _sql.Append(" ORDER BY ");
        foreach (var order in _order)
        {
            var direction = order.Descending ? " DESC" : "";
            var bounds = _bounds.GetValueOrDefault(order.Field);
            // What is one value only has no order, and the planner need not find that out.
            if (!bounds.Rank.IsPoint)
            {
                _sql.Append($"{FieldSql.Rank(order.Field)}{direction}, ");
            }
            if (!bounds.Value.IsPoint)
            {
                _sql.Append($"{FieldSql.Value(order.Field)}{direction}, ");
            }
        }
        _sql.Append($"{_source.Last} LIMIT {Value(_query.PageSize + 1L)}");
    }

    private void WriteWhere()
    {
        _sql.Append($" FROM {_source.From} WHERE {_source.Where} AND (d.expires IS NULL OR d.expires > {Value(_now)})");
        foreach (var (field, bounds) in _bounds)
        {
            Write(FieldSql.Rank(field), bounds.Rank);
            Write(FieldSql.Value(field), bounds.Value);
        }
        foreach (var filter in _query.Filters.Where(filter => filter.Compare == Compare.NotEqual))
        {
            var other = QueryRules.ValueOf(filter.Value);
            var (rank, value) = (FieldSql.Rank(filter.Field), FieldSql.Value(filter.Field));
            _sql.Append(
                other.Value is null
                    ? $" AND {rank} NOT IN (0, {other.Rank})"
                    : $" AND {rank} <> 0 AND NOT ({rank} = {other.Rank} AND {value} = {Value(other.Value)})"
            );
        }
    }

    private void Write(string expression, Bounds bounds)
    {
        if (bounds.IsPoint)
        {
            var value = bounds.Lower!.Value.Value;
            _sql.Append($" AND {expression} {(value is null ? "IS NULL" : $"= {Value(value)}")}");
            return;
        }
        if (bounds.Lower is { } lower)
        {
            _sql.Append($" AND {expression} {(bounds.LowerOpen ? ">" : ">=")} {Value(lower.Value)}");
        }
        if (bounds.Upper is { } upper)
        {
            _sql.Append($" AND {expression} {(bounds.UpperOpen ? "<" : "<=")} {Value(upper.Value)}");
        }
    }

    private sealed class SameValue : IEqualityComparer<OrderValue>
    {
        public static readonly SameValue Instance = new();

        public bool Equals(OrderValue x, OrderValue y) => OrderValue.Compare(x, y) == 0;

        public int GetHashCode(OrderValue obj) => obj.Rank;
    }
}
