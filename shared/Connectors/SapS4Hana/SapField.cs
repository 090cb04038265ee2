using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.SapS4Hana.OData;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>Takes fields out of a record. What is missing or malformed is a <see cref="FormatException"/> that names the field.</summary>
internal static class SapField
{
    public static string Text(JsonObject record, string field) =>
        Optional(record, field) ?? throw new FormatException($"the field {field} is missing or empty");

    /// <summary>Null where the field is absent, null or empty: SAP writes an empty string where it has nothing.</summary>
    public static string? Optional(JsonObject record, string field) =>
        record[field] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text.Length == 0 ? null : text,
            JsonValue value => value.ToJsonString(),
            _ => throw new FormatException($"the field {field} is not a simple value"),
        };

    public static bool Flag(JsonObject record, string field) =>
        record[field] switch
        {
            null => false,
            JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
            // ABAP's own form of true.
            JsonValue value when value.TryGetValue<string>(out var text) => text is "X" or "true",
            _ => throw new FormatException($"the field {field} is not true or false"),
        };

    public static decimal Amount(JsonObject record, string field)
    {
        var text = Text(record, field);
        return decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount
        )
            ? amount
            : throw new FormatException($"the field {field} is '{text}', which is not an amount");
    }

    public static DateOnly? Date(JsonObject record, string field) =>
        Optional(record, field) is not { } text ? null
        : ODataText.TryDate(text, out var time) ? DateOnly.FromDateTime(time)
        : throw new FormatException($"the field {field} is '{text}', which is not an OData date");
}
