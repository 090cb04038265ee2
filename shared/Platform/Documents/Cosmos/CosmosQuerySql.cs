using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents.Indexes;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>A query as the SQL of Cosmos DB. Values are parameters; names of fields are quoted, and hold no quote.</summary>
internal sealed class CosmosQuerySql
{
    private readonly StringBuilder _where = new();
    private readonly List<string> _values = [];

    public CosmosQuerySql(string tenant, DocumentQuery query, DateTimeOffset now)
    {
        _where.Append(
            query.IsGroup
                ? $"r.tenant = {Text(tenant)}"
                : $"r.partition = {Text(CosmosItem.PartitionOf(tenant, query.Collection))}"
        );
        _where.Append(" AND r.kind = 'document' AND NOT IS_DEFINED(r.deleted)");
        _where.Append($" AND (NOT IS_DEFINED(r.expires) OR r.expires > {Text(CosmosItem.Text(now))})");
        foreach (var filter in query.Filters)
        {
            _where.Append(" AND ").Append(Condition(filter));
        }
    }

    /// <summary>The documents in their order, behind and before the given places.</summary>
    public QueryDefinition Page(DocumentQuery query, QueryCursor? after, QueryCursor? before)
    {
        var keys = QueryOrder.Keys(query);
        var last = query.IsGroup ? "r.path" : "r.name";
        if (after is not null)
        {
            _where.Append(" AND ").Append(Beyond(keys, after, last, forward: true));
        }
        if (before is not null)
        {
            _where.Append(" AND ").Append(Beyond(keys, before, last, forward: false));
        }
        // What has one value orders nothing, and no composite index holds it.
        var order = string.Concat(
            keys.Where(key => !QueryRules.IsFixed(query, key.Field))
                .Select(key => $"{Field(key.Field)} {(key.Descending ? "DESC" : "ASC")}, ")
        );
        return Definition($"SELECT * FROM r WHERE {_where} ORDER BY {order}{last} ASC");
    }

    public QueryDefinition Count() => Definition($"SELECT VALUE COUNT(1) FROM r WHERE {_where}");

    public QueryDefinition CountNumbers(string field) =>
        Definition($"SELECT VALUE COUNT(1) FROM r WHERE {_where} AND IS_NUMBER({Field(field)})");

    public QueryDefinition Sum(string field) =>
        Definition($"SELECT VALUE SUM({Field(field)}) FROM r WHERE {_where} AND IS_NUMBER({Field(field)})");

    public static string Field(string field) => "r.c" + string.Concat(field.Split('.').Select(part => $"[\"{part}\"]"));

    private QueryDefinition Definition(string sql)
    {
        var definition = new QueryDefinition(sql);
        for (var i = 0; i < _values.Count; i++)
        {
            definition.WithParameterStream($"@p{i}", new MemoryStream(Encoding.UTF8.GetBytes(_values[i])));
        }
        return definition;
    }

    private string Json(string json)
    {
        _values.Add(json);
        return $"@p{_values.Count - 1}";
    }

    private string Text(string text) => Json(JsonSerializer.Serialize(text));

    private string Value(JsonNode? value) =>
        Json(Encoding.UTF8.GetString(CosmosJson.Plain(JsonElement.Parse(value?.ToJsonString() ?? "null"))));

    private string Condition(DocumentFilter filter)
    {
        var field = Field(filter.Field);
        return filter.Compare switch
        {
            Compare.Equal => $"{field} = {Value(filter.Value)}",
            Compare.NotEqual => NotEqual(field, filter.Value),
            Compare.Less => $"{field} < {Value(filter.Value)}",
            Compare.LessOrEqual => $"{field} <= {Value(filter.Value)}",
            Compare.Greater => $"{field} > {Value(filter.Value)}",
            Compare.GreaterOrEqual => $"{field} >= {Value(filter.Value)}",
            Compare.In when filter.Value is JsonArray { Count: > 0 } values =>
                $"{field} IN ({string.Join(", ", values.Select(Value))})",
            Compare.In => "false",
            Compare.Prefix when filter.Value!.GetValue<string>().Length == 0 => $"IS_STRING({field})",
            Compare.Prefix => $"STARTSWITH({field}, {Value(filter.Value)})",
            Compare.ArrayContains => $"ARRAY_CONTAINS({field}, {Value(filter.Value)})",
            _ => throw new ArgumentException($"'{filter.Compare}' is not a comparison."),
        };
    }

    // A comparison of two types is neither true nor false in Cosmos DB, but undefined.
    private string NotEqual(string field, JsonNode? value)
    {
        var it = QueryRules.ValueOf(value);
        return it.Rank == OrderValue.Null
            ? $"(IS_DEFINED({field}) AND NOT IS_NULL({field}))"
            : $"(IS_DEFINED({field}) AND (NOT {IsOf(it.Rank)}({field}) OR {field} != {Value(value)}))";
    }

    private static string IsOf(int rank) =>
        rank switch
        {
            OrderValue.Null => "IS_NULL",
            OrderValue.False or OrderValue.True => "IS_BOOL",
            OrderValue.Number => "IS_NUMBER",
            OrderValue.Text => "IS_STRING",
            OrderValue.Array => "IS_ARRAY",
            _ => "IS_OBJECT",
        };

    // (a > A) or (a = A and b > B) or ... or (all equal and id > ID)
    private string Beyond(IReadOnlyList<DocumentOrder> keys, QueryCursor place, string last, bool forward)
    {
        var alternatives = new List<string>();
        var equal = "";
        for (var i = 0; i < keys.Count; i++)
        {
            var field = Field(keys[i].Field);
            if (Past(field, place.Values[i], keys[i].Descending != forward) is { } past)
            {
                alternatives.Add($"({equal}{past})");
            }
            equal += $"{Same(field, place.Values[i])} AND ";
        }
        alternatives.Add($"({equal}{last} {(forward ? '>' : '<')} {Text(place.Last)})");
        return $"({string.Join(" OR ", alternatives)})";
    }

    private string Same(string field, OrderValue value) =>
        value.Rank switch
        {
            OrderValue.Missing => $"NOT IS_DEFINED({field})",
            OrderValue.Number or OrderValue.Text => $"{field} = {Literal(value)}",
            OrderValue.False => $"{field} = false",
            OrderValue.True => $"{field} = true",
            _ => $"{IsOf(value.Rank)}({field})",
        };

    // Comparisons hold within a type; the types beyond it are named. Null: there is nothing beyond.
    private string? Past(string field, OrderValue value, bool ascending)
    {
        var parts = new List<string>();
        if (value.Rank is OrderValue.Number or OrderValue.Text)
        {
            parts.Add($"{field} {(ascending ? '>' : '<')} {Literal(value)}");
        }
        for (var rank = OrderValue.Missing; rank <= OrderValue.Object; rank++)
        {
            if (ascending ? rank > value.Rank : rank < value.Rank)
            {
                parts.Add(
                    rank switch
                    {
                        OrderValue.Missing => $"NOT IS_DEFINED({field})",
                        OrderValue.False => $"{field} = false",
                        OrderValue.True => $"{field} = true",
                        _ => $"{IsOf(rank)}({field})",
                    }
                );
            }
        }
        return parts.Count == 0 ? null : $"({string.Join(" OR ", parts)})";
    }

    private string Literal(OrderValue value) =>
        value.Value switch
        {
            long number => Json(CosmosJson.Number(number)),
            double number => Json(CosmosJson.Number(number)),
            var text => Text(Encoding.UTF8.GetString((byte[])text!)),
        };
}
