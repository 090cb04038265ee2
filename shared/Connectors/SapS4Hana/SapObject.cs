using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.SapS4Hana.OData;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>How one object is read: where it is, in which order, and how a record is mapped.</summary>
/// <param name="KeyFields">In the order that the pages are sorted by.</param>
/// <param name="FixedKeys">How many of the first key fields the filter holds to one value.</param>
/// <param name="Filter">What belongs to the object, or null for all.</param>
/// <param name="Map">Key and canonical form; throws <see cref="FormatException"/> that names the field.</param>
internal sealed record SapObject(
    string Name,
    string Service,
    string EntitySet,
    string? Expand,
    IReadOnlyList<string> KeyFields,
    int FixedKeys,
    Func<SapSettings, string?> Filter,
    Func<JsonObject, string?, SourceRecord> Map
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
            MapBusinessPartner.ToRecord
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
            MapInvoice.ToRecord
        ),
    ];

    public static SapObject? Find(string name) => Array.Find(All, candidate => candidate.Name == name);
}
