using System.Globalization;
using System.Text.Json.Nodes;

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
}
