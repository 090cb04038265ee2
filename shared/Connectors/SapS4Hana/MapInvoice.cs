using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>An open item of A_OperationalAcctgDocItemCube to <see cref="Invoice"/>. Each field: MAPPINGS.md.</summary>
internal static class MapInvoice
{
    public static SourceRecord ToRecord(JsonObject raw, string? etag)
    {
        var model = ToModel(raw);
        var canonical = JsonSerializer.SerializeToNode(model, ModelJson.Default.Invoice)!.AsObject();
        return new SourceRecord(model.Id, raw, canonical, etag, new RecordMoney(model.Amount, model.Currency));
    }

    private static Invoice ToModel(JsonObject raw)
    {
        var type = SapField.Text(raw, "FinancialAccountType");
        var kind = type switch
        {
            "D" => InvoiceKind.Receivable,
            "K" => InvoiceKind.Payable,
            _ => throw new FormatException($"the field FinancialAccountType is '{type}', neither D nor K"),
        };
        var partner = kind == InvoiceKind.Receivable ? "Customer" : "Supplier";
        var amount = SapField.Amount(raw, "AmountInTransactionCurrency");
        var document = SapField.Text(raw, "AccountingDocument");
        var issuedOn = SapField.Date(raw, "DocumentDate");
        return new Invoice(
            SapKey.Of(
                SapField.Text(raw, "CompanyCode"),
                SapField.Text(raw, "FiscalYear"),
                document,
                SapField.Text(raw, "AccountingDocumentItem")
            ),
            kind,
            SapField.Optional(raw, "DocumentReferenceID") ?? document,
            SapField.Text(raw, partner),
            SapField.Optional(raw, $"{partner}Name"),
            SapField.Text(raw, "CompanyCode"),
            // In the ledger a payable is negative. A credit memo keeps the opposite sign, so that nobody pays or collects it.
            kind == InvoiceKind.Receivable
                ? amount
                : -amount,
            SapField.Text(raw, "TransactionCurrency"),
            issuedOn,
            SapField.Date(raw, "NetDueDate")
                ?? issuedOn
                ?? throw new FormatException("both NetDueDate and DocumentDate are missing"),
            SapField.Optional(raw, "PaymentReference")
        );
    }
}
