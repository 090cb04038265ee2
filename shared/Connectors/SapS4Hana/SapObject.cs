using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.SapS4Hana.OData;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>How one object is read: where it is, in which order.</summary>
/// <param name="KeyFields">In the order that the pages are sorted by.</param>
/// <param name="FixedKeys">How many of the first key fields the filter holds to one value.</param>
/// <param name="Filter">What belongs to the object, or null for all.</param>
/// <param name="Money">What the proof of completeness sums up; null where the record gives nothing of the kind.</param>
internal sealed record SapObject(
    string Name,
    string Service,
    string EntitySet,
    string? Expand,
    IReadOnlyList<string> KeyFields,
    int FixedKeys,
    Func<SapSettings, string?> Filter,
    Func<JsonObject, RecordMoney?> Money
)
{
    private static readonly SapObject[] All =
    [
        new(
            SapConnector.BusinessPartners,
            SapSettings.BusinessPartnerService,
            "A_BusinessPartner",
            "to_BusinessPartnerBank",
            ["BusinessPartner"],
            0,
            _ => null,
            _ => null
        ),
        new(
            SapConnector.Invoices,
            SapSettings.OpenItemService,
            "A_OperationalAcctgDocItemCube",
            null,
            ["CompanyCode", "FiscalYear", "AccountingDocument", "AccountingDocumentItem"],
            1,
            settings =>
                $"CompanyCode eq {ODataText.Literal(settings.CompanyCode)} and ClearingAccountingDocument eq ''"
                + " and (FinancialAccountType eq 'D' or FinancialAccountType eq 'K')",
            OpenItemMoney.Of
        ),
    ];

    public static SapObject? Find(string name) => Array.Find(All, candidate => candidate.Name == name);

    /// <summary>The record with its key.</summary>
    /// <exception cref="FormatException">A field of the key, or what was to be expanded, is missing; the message names it.</exception>
    public SourceRecord Record(JsonObject raw, string? etag) =>
        // A system that leaves out what was to be expanded would make every supplier look as if it had no bank account.
        Expand is not null
        && raw[Expand] is not JsonArray
            ? throw new FormatException($"the list {Expand}, which was asked for, is missing")
            : new(SapKey.Of(KeyOf(raw)), raw, etag, Money(raw));

    /// <summary>The parts of its key.</summary>
    /// <exception cref="FormatException">One is missing; the message names it.</exception>
    public string[] KeyOf(JsonObject raw) => [.. KeyFields.Select(field => SapField.Text(raw, field))];
}
