using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>What is owed by an open item of A_OperationalAcctgDocItemCube, for the proof of completeness; no mapping has a say in it.</summary>
internal static class OpenItemMoney
{
    // In the ledger a payable is negative; what is owed is positive, and a credit memo keeps the opposite sign.
    public static RecordMoney? Of(JsonObject raw) =>
        Text(raw, "TransactionCurrency") is { Length: > 0 } currency
        && decimal.TryParse(
            Text(raw, "AmountInTransactionCurrency"),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount
        )
            ? new(Text(raw, "FinancialAccountType") == "K" ? -amount : amount, currency)
            : null;

    private static string? Text(JsonObject raw, string field) =>
        raw[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
