using System.Globalization;
using System.Xml.Linq;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>A log item of the confirmation: message number with its class, and the text.</summary>
internal sealed record LogItem(string TypeId, int Severity, string Note)
{
    public static LogItem Error(string typeId, string note) => new(typeId, 3, note);
}

/// <summary>A line of a JournalEntryCreateRequest as it arrived; null where an element is missing.</summary>
internal sealed record LineDraft(
    char Kind,
    string Number,
    string? Account,
    string? Partner,
    decimal? Amount,
    string? Currency,
    string? DebitCredit,
    string Text,
    string? InvoiceReference,
    string? InvoiceYear,
    string? InvoiceItem
);

/// <summary>
/// A JournalEntryCreateRequest as it arrived. Elements below JournalEntryBulkCreateRequest have no namespace: the service's schema has
/// elementFormDefault="unqualified".
/// </summary>
internal sealed record JournalDraft(
    string? MessageId,
    string? DocumentType,
    string Reference,
    string HeaderText,
    string? CompanyCode,
    DateOnly? DocumentDate,
    DateOnly? PostingDate,
    IReadOnlyList<LineDraft> Lines
)
{
    public static JournalDraft Read(XElement request)
    {
        var entry = request.Element("JournalEntry") ?? new XElement("JournalEntry");
        return new JournalDraft(
            Text(request.Element("MessageHeader"), "ID"),
            Text(entry, "AccountingDocumentType"),
            Text(entry, "DocumentReferenceID") ?? "",
            Text(entry, "DocumentHeaderText") ?? "",
            Text(entry, "CompanyCode"),
            Date(entry, "DocumentDate"),
            Date(entry, "PostingDate"),
            entry
                .Elements()
                .Where(e => e.Name.LocalName is "Item" or "CreditorItem" or "DebtorItem")
                .Select(Line)
                .ToArray()
        );
    }

    private static LineDraft Line(XElement line)
    {
        var amount = line.Element("AmountInTransactionCurrency");
        var kind = line.Name.LocalName switch
        {
            "CreditorItem" => 'K',
            "DebtorItem" => 'D',
            _ => 'S',
        };
        return new LineDraft(
            kind,
            Text(line, "ReferenceDocumentItem") ?? "",
            Text(line, "GLAccount"),
            Text(line, kind == 'K' ? "Creditor" : "Debtor"),
            decimal.TryParse(
                amount?.Value.Trim(),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var value
            )
                ? value
                : null,
            (string?)amount?.Attribute("currencyCode"),
            Text(line, "DebitCreditCode"),
            Text(line, "DocumentItemText") ?? "",
            Text(line, "InvoiceReference"),
            Text(line, "InvoiceReferenceFiscalYear"),
            Text(line, "InvoiceItemReference")
        );
    }

    private static string? Text(XElement? parent, string name) =>
        parent?.Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static DateOnly? Date(XElement entry, string name) =>
        DateOnly.TryParseExact(
            Text(entry, name),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;
}
