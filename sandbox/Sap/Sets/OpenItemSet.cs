using System.Globalization;
using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Sap.Sets;

/// <summary>A_OperationalAcctgDocItemCube: the world's receivables and payables, open or cleared.</summary>
internal sealed class OpenItemSet(World world, EdmType type) : IEntitySet
{
    public EdmType Type => type;

    public int Count => world.Definition.OpenItems;

    public IReadOnlyList<string> Ascending { get; } =
    ["CompanyCode", "FiscalYear", "AccountingDocument", "PostingDate", "DocumentDate"];

    public IEntityRow Row(int index) =>
        new OpenItemRow(world, world.OpenItem(index), world.Clearings.GetValueOrDefault(index));

    public int Find(IReadOnlyDictionary<string, string> key)
    {
        var index = BaseOpenItem.IndexOf(key["AccountingDocument"], world.Definition);
        return
            index >= 0
            && key["CompanyCode"] == BaseOpenItem.CompanyCode
            && key["AccountingDocumentItem"] == BaseOpenItem.Item
            && key["FiscalYear"] == Year(world.OpenItem(index).FiscalYear)
            ? index
            : -1;
    }

    private static string Year(int year) => year.ToString("D4", CultureInfo.InvariantCulture);

    private sealed class OpenItemRow(World world, BaseOpenItem item, Clearing? clearing) : IEntityRow
    {
        public object? this[string property] =>
            property switch
            {
                "CompanyCode" => BaseOpenItem.CompanyCode,
                "FiscalYear" => Year(item.FiscalYear),
                "AccountingDocument" => item.Document,
                "AccountingDocumentItem" => BaseOpenItem.Item,
                "AccountingDocumentType" => item.IsPayable ? "KR" : "DR",
                "FinancialAccountType" => item.IsPayable ? "K" : "D",
                "GLAccount" => item.IsPayable ? "21100000" : "12100000",
                "Customer" => item.IsPayable ? "" : item.Partner.Number,
                "CustomerName" => item.IsPayable ? "" : PartnerName,
                "Supplier" => item.IsPayable ? item.Partner.Number : "",
                "SupplierName" => item.IsPayable ? PartnerName : "",
                "DebitCreditCode" => item.IsPayable ? "H" : "S",
                "AmountInTransactionCurrency" => item.SignedAmount,
                "TransactionCurrency" => item.Currency,
                "DocumentDate" or "PostingDate" => PartnerRow.Midnight(item.PostingDate),
                "NetDueDate" => PartnerRow.Midnight(item.DueDate),
                "DocumentReferenceID" or "AssignmentReference" => item.Reference,
                "PaymentReference" => item.PaymentReference,
                "ClearingAccountingDocument" => clearing?.Document ?? "",
                "ClearingDocFiscalYear" => clearing is null ? "0000" : Year(clearing.FiscalYear),
                "ClearingDate" => clearing is null ? null : PartnerRow.Midnight(clearing.On),
                _ => throw new ArgumentOutOfRangeException(
                    nameof(property),
                    property,
                    "Not a property of the metadata."
                ),
            };

        private string PartnerName
        {
            get
            {
                var partner = item.Partner;
                return world.PartnerChanges.GetValueOrDefault(partner.Index)?.Name ?? partner.Name;
            }
        }
    }
}
