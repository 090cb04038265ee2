using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest.Definition;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>What an object's definition makes of one record of an answer.</summary>
internal static class RestRecord
{
    /// <exception cref="FormatException">It has no key.</exception>
    public static SourceRecord Of(RestObject item, RestSettings settings, JsonObject record)
    {
        var raw = (JsonObject)record.DeepClone();
        foreach (var name in item.Omit ?? [])
        {
            raw.Remove(name);
        }
        var parts = item.Key.Select(path =>
            FieldPath.Text(record, path) ?? throw new FormatException($"a record without a key at '{path}'")
        );
        return new(RestKey.Of(parts), raw, FieldPath.Text(record, item.ETag), Money(item.Money, settings, record));
    }

    private static RecordMoney? Money(RestMoney? money, RestSettings settings, JsonObject record) =>
        money is not null
        && decimal.TryParse(
            FieldPath.Text(record, money.Amount),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var amount
        )
        && (FieldPath.Text(record, money.Currency) ?? settings.Fill(money.DefaultCurrency)) is { } currency
            ? new(amount, currency)
            : null;
}
