using System.Collections.Immutable;
using System.Globalization;
using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Sap.Sets;

/// <summary>A_JournalEntryItemBasic: the lines of the entries that were posted into this world.</summary>
internal sealed class JournalItemSet(World world, EdmType type) : IEntitySet
{
    private readonly ImmutableList<(PostedEntry Entry, int Line)> _lines = world.JournalLines;

    public EdmType Type => type;

    public int Count => _lines.Count;

    public IReadOnlyList<string> Ascending { get; } = ["AccountingDocument"];

    public IEntityRow Row(int index) => new JournalItemRow(world, _lines[index].Entry, _lines[index].Line);

    public int Find(IReadOnlyDictionary<string, string> key) =>
        _lines.FindIndex(l =>
            l.Entry.Document == key["AccountingDocument"]
            && l.Entry.CompanyCode == key["CompanyCode"]
            && Year(l.Entry.FiscalYear) == key["FiscalYear"]
            && LineNumber(l.Line) == key["LedgerGLLineItem"]
        );

    private static string Year(int year) => year.ToString("D4", CultureInfo.InvariantCulture);

    private static string LineNumber(int line) => (line + 1).ToString("D6", CultureInfo.InvariantCulture);

    private sealed class JournalItemRow(World world, PostedEntry entry, int index) : IEntityRow
    {
        private readonly PostedLine _line = entry.Lines[index];

        public object? this[string property] =>
            property switch
            {
                "CompanyCode" => entry.CompanyCode,
                "FiscalYear" => Year(entry.FiscalYear),
                "AccountingDocument" => entry.Document,
                "LedgerGLLineItem" => LineNumber(index),
                "AccountingDocumentType" => entry.DocumentType,
                "DocumentReferenceID" => entry.Reference,
                "GLAccount" => _line.Account,
                "Supplier" => _line.Supplier,
                "Customer" => _line.Customer,
                "AmountInTransactionCurrency" => _line.Amount,
                "TransactionCurrency" => _line.Currency,
                "DebitCreditCode" => _line.Amount < 0 ? "H" : "S",
                "DocumentDate" => PartnerRow.Midnight(entry.DocumentDate),
                "PostingDate" => PartnerRow.Midnight(entry.PostingDate),
                "DocumentItemText" => _line.Text,
                "InvoiceReference" => Cleared?.Document ?? "",
                "InvoiceReferenceFiscalYear" => Year(Cleared?.FiscalYear ?? 0),
                _ => throw new ArgumentOutOfRangeException(
                    nameof(property),
                    property,
                    "Not a property of the metadata."
                ),
            };

        private BaseOpenItem? Cleared => _line.ClearedIndex is { } cleared ? world.OpenItem(cleared) : null;
    }
}
