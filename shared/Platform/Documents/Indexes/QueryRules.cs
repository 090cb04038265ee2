using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Platform.Documents.Indexes;

/// <summary>What every store refuses in a query before it looks at any document.</summary>
internal static class QueryRules
{
    /// <summary>How many equalities all <see cref="Compare.In"/> filters of a query may stand for: each is a search of its own.</summary>
    public const int MaxAlternatives = 100;

    /// <exception cref="ArgumentException">A field's name, a value or a combination of filters is not acceptable; the message says which and why.</exception>
    public static void Check(DocumentGroup group, DocumentQuery query)
    {
        foreach (var field in query.Order.Select(order => order.Field).Concat(query.Fields))
        {
            FieldPath.From(field);
        }
        foreach (var filter in query.Filters)
        {
            FieldPath.From(filter.Field);
            CheckValue(filter);
            CheckSensitive(group, filter.Field);
        }
        foreach (var order in query.Order)
        {
            CheckSensitive(group, order.Field);
        }
        if (query.Filters.Count(filter => filter.Compare == Compare.ArrayContains) > 1)
        {
            throw new ArgumentException(
                "A query can ask for one ArrayContains; filter the rest of what it finds yourself."
            );
        }
        CheckRanges(query);
        var alternatives = 1L;
        foreach (var filter in query.Filters.Where(filter => filter.Compare == Compare.In))
        {
            alternatives = Math.Min(int.MaxValue, alternatives * ((JsonArray)filter.Value!).Count);
        }
        if (alternatives > MaxAlternatives)
        {
            throw new ArgumentException(
                $"The In filters of this query stand for {alternatives} searches; at most {MaxAlternatives} are allowed. Ask in parts."
            );
        }
    }

    /// <summary>The fields of aggregates, likewise.</summary>
    public static void Check(DocumentGroup group, IReadOnlyList<DocumentAggregate> aggregates)
    {
        foreach (var aggregate in aggregates.Where(aggregate => aggregate.Function != AggregateFunction.Count))
        {
            FieldPath.From(aggregate.Field);
            CheckSensitive(group, aggregate.Field);
        }
    }

    /// <summary>A filter's value as what it is compared with.</summary>
    public static OrderValue ValueOf(JsonNode? value) =>
        value is null ? new(OrderValue.Null, null) : OrderValue.Of(JsonElement.Parse(value.ToJsonString()));

    /// <summary>Whether it is a range: from, to or between.</summary>
    public static bool IsRange(Compare compare) =>
        compare is Compare.Less or Compare.LessOrEqual or Compare.Greater or Compare.GreaterOrEqual or Compare.Prefix;

    private static void CheckRanges(DocumentQuery query)
    {
        var ranges = query
            .Filters.Where(filter => IsRange(filter.Compare) && !IsFixed(query, filter.Field))
            .Select(filter => filter.Field)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (ranges.Length > 1)
        {
            throw new ArgumentException(
                $"A query can hold a range (<, <=, >, >=, Prefix) of one field, not of '{ranges[0]}' and '{ranges[1]}'."
            );
        }
        var first = query.Order.FirstOrDefault(order => !IsFixed(query, order.Field))?.Field;
        if (ranges is [var range] && first is not null && first != range)
        {
            throw new ArgumentException(
                $"A query with a range of '{range}' is ordered by '{range}' first, not by '{first}'."
            );
        }
    }

    /// <summary>Whether filters leave a field one value, or a few.</summary>
    public static bool IsFixed(DocumentQuery query, string field) =>
        query.Filters.Any(filter => filter.Field == field && filter.Compare is (Compare.Equal or Compare.In));

    private static void CheckValue(DocumentFilter filter)
    {
        var value = ValueOf(filter.Value);
        switch (filter.Compare)
        {
            case Compare.Equal or Compare.NotEqual or Compare.ArrayContains when !value.IsScalar:
                throw NotScalar(filter);
            case Compare.Less
            or Compare.LessOrEqual
            or Compare.Greater
            or Compare.GreaterOrEqual when value.Rank is < OrderValue.False or > OrderValue.Text:
                throw new ArgumentException(
                    $"'{filter.Field}' can't be ordered against {Kind(value)}: use a string, a number or a boolean."
                );
            case Compare.In when filter.Value is not JsonArray:
                throw new ArgumentException($"'{filter.Field}' In takes a JSON array, not {Kind(value)}.");
            case Compare.In when ((JsonArray)filter.Value!).Any(item => !ValueOf(item).IsScalar):
                throw NotScalar(filter);
            case Compare.Prefix when value.Rank != OrderValue.Text:
                throw new ArgumentException($"'{filter.Field}' Prefix takes a string, not {Kind(value)}.");
            case < Compare.Equal or > Compare.ArrayContains:
                throw new ArgumentException($"'{filter.Compare}' is not a comparison.");
        }
    }

    private static void CheckSensitive(DocumentGroup group, string field)
    {
        if (GroupRules.SealedField(group, field) is not null)
        {
            throw new ArgumentException(
                $"'{field}' of '{group.Name}' is sealed, so no store can search, order or add it up. Keep what you search by in a field of its own."
            );
        }
    }

    private static string Kind(OrderValue value) =>
        value.Rank switch
        {
            OrderValue.Null => "null",
            OrderValue.False or OrderValue.True => "a boolean",
            OrderValue.Number => "a number",
            OrderValue.Text => "a string",
            OrderValue.Array => "an array",
            _ => "an object",
        };

    private static ArgumentException NotScalar(DocumentFilter filter) =>
        new($"'{filter.Field}' is compared with an array or an object: compare the fields inside of it.");
}
