using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>One condition as SQL. The value comes before the type in each AND: the type is looked at only where the value fits.</summary>
internal static class DocumentFilterSql
{
    /// <param name="filter">The condition.</param>
    /// <param name="bind">Takes a value, gives the name of its parameter.</param>
    /// <exception cref="ArgumentException">The field's name or the value's type is not acceptable.</exception>
    public static string Write(DocumentFilter filter, Func<object?, string> bind)
    {
        var path = bind(FieldPath.From(filter.Field));
        var type = $"json_type(content,{path})";
        var field = $"json_extract(content,{path})";
        using var json = JsonDocument.Parse(filter.Value?.ToJsonString() ?? "null");
        var value = json.RootElement;
        return filter.Compare switch
        {
            Compare.Equal => Equal(filter, type, field, value, bind),
            Compare.NotEqual => $"({type} IS NOT NULL AND NOT coalesce({Equal(filter, type, field, value, bind)}, 0))",
            Compare.Less => Ordered(filter, "<", type, field, value, bind),
            Compare.LessOrEqual => Ordered(filter, "<=", type, field, value, bind),
            Compare.Greater => Ordered(filter, ">", type, field, value, bind),
            Compare.GreaterOrEqual => Ordered(filter, ">=", type, field, value, bind),
            Compare.In => OneOf(filter, type, field, value, bind),
            Compare.Prefix => Prefix(filter, type, field, value, bind),
            Compare.ArrayContains => Contains(filter, type, path, value, bind),
            _ => throw new ArgumentException($"'{filter.Compare}' is not a comparison."),
        };
    }

    private static string Equal(
        DocumentFilter filter,
        string type,
        string field,
        JsonElement value,
        Func<object?, string> bind
    ) =>
        value.ValueKind switch
        {
            JsonValueKind.String => $"({field} = {bind(Text(value))} AND {type} = 'text')",
            JsonValueKind.Number => $"({field} = {bind(Number(value))} AND {type} IN ('integer','real'))",
            JsonValueKind.True => $"({type} = 'true')",
            JsonValueKind.False => $"({type} = 'false')",
            JsonValueKind.Null => $"({type} = 'null')",
            _ => throw NotScalar(filter),
        };

    private static string Ordered(
        DocumentFilter filter,
        string sign,
        string type,
        string field,
        JsonElement value,
        Func<object?, string> bind
    ) =>
        value.ValueKind switch
        {
            JsonValueKind.String => $"({field} {sign} {bind(Text(value))} AND {type} = 'text')",
            JsonValueKind.Number => $"({field} {sign} {bind(Number(value))} AND {type} IN ('integer','real'))",
            // false is less than true; SQLite reads them as 0 and 1.
            JsonValueKind.True or JsonValueKind.False =>
                $"({field} {sign} {bind(value.GetBoolean() ? 1L : 0L)} AND {type} IN ('true','false'))",
            _ => throw new ArgumentException(
                $"'{filter.Field}' can't be ordered against {value.ValueKind}: use a string, a number or a boolean."
            ),
        };

    private static string OneOf(
        DocumentFilter filter,
        string type,
        string field,
        JsonElement value,
        Func<object?, string> bind
    )
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new ArgumentException($"'{filter.Field}' In takes a JSON array, not {value.ValueKind}.");
        }
        if (value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Array or JsonValueKind.Object))
        {
            throw NotScalar(filter);
        }
        var list = bind(Encoding.UTF8.GetBytes(value.GetRawText()));
        return $"EXISTS(SELECT 1 FROM json_each({list}) j WHERE j.atom IS {field} AND {SameType("j.type", type)})";
    }

    private static string Prefix(
        DocumentFilter filter,
        string type,
        string field,
        JsonElement value,
        Func<object?, string> bind
    )
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new ArgumentException($"'{filter.Field}' Prefix takes a string, not {value.ValueKind}.");
        }
        var text = Text(value);
        // As blobs, for the text functions of SQLite stop at a NUL. A prefix of bytes is a prefix of characters in UTF-8.
        return text.Length == 0
            ? $"({type} = 'text')"
            : $"(substr(CAST({field} AS BLOB),1,{bind((long)text.Length)}) = CAST({bind(text)} AS BLOB) AND {type} = 'text')";
    }

    private static string Contains(
        DocumentFilter filter,
        string type,
        string path,
        JsonElement value,
        Func<object?, string> bind
    )
    {
        if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            throw NotScalar(filter);
        }
        var condition = Equal(filter, "j.type", "j.atom", value, bind);
        return $"({type} = 'array' AND EXISTS(SELECT 1 FROM json_each(content,{path}) j WHERE {condition}))";
    }

    private static string SameType(string left, string right) =>
        $"({left} = {right} OR ({left} IN ('integer','real') AND {right} IN ('integer','real')))";

    private static byte[] Text(JsonElement value) => Encoding.UTF8.GetBytes(value.GetString()!);

    private static object Number(JsonElement value) =>
        value.TryGetInt64(out var integer)
            ? integer
            : double.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static ArgumentException NotScalar(DocumentFilter filter) =>
        new($"'{filter.Field}' is compared with an array or an object: compare the fields inside of it.");
}
