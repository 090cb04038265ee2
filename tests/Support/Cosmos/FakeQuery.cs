using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntegrationFunctions.Tests.Support.Cosmos;

/// <summary>The part of Cosmos DB's SQL that the store speaks, with its three-valued logic: what is undefined is neither true nor false.</summary>
internal sealed partial class FakeQuery
{
    private readonly string _sql;
    private readonly Dictionary<string, JsonElement> _parameters;
    private readonly string _select;
    private readonly string _where;
    private readonly (string Expression, bool Descending)[] _order;

    private FakeQuery(string sql, Dictionary<string, JsonElement> parameters)
    {
        (_sql, _parameters) = (sql, parameters);
        var from = sql.IndexOf(" FROM r WHERE ", StringComparison.Ordinal);
        var order = sql.LastIndexOf(" ORDER BY ", StringComparison.Ordinal);
        _select = sql["SELECT ".Length..from];
        _where = sql[(from + " FROM r WHERE ".Length)..(order < 0 ? sql.Length : order)];
        _order =
            order < 0
                ? []
                :
                [
                    .. sql[(order + " ORDER BY ".Length)..]
                        .Split(", ")
                        .Select(key => (key[..key.LastIndexOf(' ')], key.EndsWith(" DESC", StringComparison.Ordinal))),
                ];
    }

    public static FakeQuery Parse(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var parameters = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (json.RootElement.TryGetProperty("parameters", out var list))
        {
            foreach (var parameter in list.EnumerateArray())
            {
                parameters[parameter.GetProperty("name").GetString()!] = parameter.GetProperty("value").Clone();
            }
        }
        return new(json.RootElement.GetProperty("query").GetString()!, parameters);
    }

    /// <summary>What the result is ordered by.</summary>
    public IReadOnlyList<(string Expression, bool Descending)> Order => _order;

    /// <summary>What the SDK asks for before a query: how its parts are put together again.</summary>
    public JsonObject Plan()
    {
        var aggregate =
            _select.StartsWith("VALUE COUNT", StringComparison.Ordinal) ? "Count"
            : _select.StartsWith("VALUE SUM", StringComparison.Ordinal) ? "Sum"
            : null;
        var rewritten =
            aggregate is not null ? $"SELECT VALUE [{{\"item\": {_select["VALUE ".Length..]}}}] FROM r WHERE {_where}"
            : _order.Length > 0
                ? $"SELECT r._rid, [{string.Join(", ", _order.Select(o => $"{{\"item\": {o.Expression}}}"))}] AS orderByItems, r AS payload FROM r WHERE ({_where}) AND ({{documentdb-formattableorderbyquery-filter}})"
                    + _sql[_sql.LastIndexOf(" ORDER BY ", StringComparison.Ordinal)..]
            : "";
        return new()
        {
            ["partitionedQueryExecutionInfoVersion"] = 2,
            ["queryInfo"] = new JsonObject
            {
                ["distinctType"] = _select.StartsWith("DISTINCT", StringComparison.Ordinal) ? "Unordered" : "None",
                ["orderBy"] = new JsonArray([
                    .. _order.Select(o => (JsonNode)(o.Descending ? "Descending" : "Ascending")),
                ]),
                ["orderByExpressions"] = new JsonArray([.. _order.Select(o => (JsonNode)o.Expression)]),
                ["groupByExpressions"] = new JsonArray(),
                ["groupByAliases"] = new JsonArray(),
                ["aggregates"] = aggregate is null ? new JsonArray() : new JsonArray(aggregate),
                ["groupByAliasToAggregateType"] = new JsonObject(),
                ["rewrittenQuery"] = rewritten,
                ["hasSelectValue"] = _select.Contains("VALUE ", StringComparison.Ordinal),
            },
            ["queryRanges"] = new JsonArray(
                new JsonObject
                {
                    ["min"] = "",
                    ["max"] = "FF",
                    ["isMinInclusive"] = true,
                    ["isMaxInclusive"] = false,
                }
            ),
        };
    }

    public List<JsonNode?> Run(IEnumerable<JsonElement> items)
    {
        var found = items.Where(item => Evaluate(_where, item) is { ValueKind: JsonValueKind.True }).ToList();
        if (_order.Length > 0)
        {
            found.Sort(
                (a, b) =>
                    _order
                        .Select(o =>
                            FakeValue.Compare(Evaluate(o.Expression, a), Evaluate(o.Expression, b))
                            * (o.Descending ? -1 : 1)
                        )
                        .FirstOrDefault(s => s != 0)
            );
        }
        if (_select.Contains("COUNT(1)", StringComparison.Ordinal))
        {
            return [Figure(found.Count)];
        }
        if (Sum().Match(_select) is { Success: true } sum)
        {
            return [Figure(found.Sum(item => Evaluate(sum.Groups[1].Value, item)!.Value.GetDouble()))];
        }
        if (_select.StartsWith("DISTINCT VALUE ", StringComparison.Ordinal))
        {
            return
            [
                .. found
                    .Select(item => Evaluate(_select["DISTINCT VALUE ".Length..], item)!.Value.GetString())
                    .Distinct()
                    .Select(text => (JsonNode?)text),
            ];
        }
        return _select.Contains("orderByItems", StringComparison.Ordinal)
            ?
            [
                .. found.Select(item => new JsonObject
                {
                    ["_rid"] = item.GetProperty("_rid").GetString(),
                    ["orderByItems"] = new JsonArray([.. _order.Select(o => Item(Evaluate(o.Expression, item)))]),
                    ["payload"] = JsonNode.Parse(item.GetRawText()),
                }),
            ]
            : [.. found.Select(item => JsonNode.Parse(item.GetRawText()))];
    }

    private JsonNode Figure(double figure) =>
        _select.Contains("[{", StringComparison.Ordinal)
            ? new JsonArray(Item(JsonSerializer.SerializeToElement(figure)))
            : figure;

    private static JsonNode Item(JsonElement? value) =>
        value is { } it ? new JsonObject { ["item"] = JsonNode.Parse(it.GetRawText()) } : new JsonObject();

    private JsonElement? Evaluate(string expression, JsonElement item) =>
        new FakeExpression(
            expression.Replace("{documentdb-formattableorderbyquery-filter}", "true", StringComparison.Ordinal),
            _parameters,
            item
        ).Read();

    [GeneratedRegex(@"SUM\((r[^)]*)\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sum();
}
