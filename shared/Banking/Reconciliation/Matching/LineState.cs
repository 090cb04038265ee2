using IntegrationFunctions.Banking.Statements.Store;

namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>A line on its way through the cascade.</summary>
internal sealed class LineState(StatementLine line, InvoiceIndex index)
{
    private PartnerName? _name;
    private bool _nameParsed;
    private string? _text;

    public StatementLine Line { get; } = line;

    /// <summary>The invoices of the kind that this line can pay.</summary>
    public InvoiceIndex Index { get; } = index;

    /// <summary>Invoices by structured reference.</summary>
    public CandidateSet ByReference { get; } = new();

    /// <summary>Invoices by end-to-end id.</summary>
    public CandidateSet ByEndToEndId { get; } = new();

    /// <summary>Invoices by number in the text.</summary>
    public CandidateSet ByText { get; } = new();

    public LineMatch? Match { get; private set; }

    public OpenLine? Open { get; private set; }

    public bool IsDecided => Match is not null || Open is not null;

    public PartnerName? Name
    {
        get
        {
            if (!_nameParsed)
            {
                _name = PartnerName.Parse(Line.Counterparty?.Name);
                _nameParsed = true;
            }
            return _name;
        }
    }

    /// <summary>The free text, folded; the entry's own text where the payer gave none.</summary>
    public string Text =>
        _text ??= Folding.Spaced(
            Line.Remittance.Count > 0 ? string.Join(' ', Line.Remittance) : Line.AdditionalInformation ?? ""
        );

    /// <summary>Whether the line names an invoice otherwise than by amount and name.</summary>
    public bool NamesInvoices => ByReference.Any || ByEndToEndId.Any || ByText.Any;

    public bool Pays(decimal amount, string currency) =>
        (Line.Amount == amount && Line.Currency == currency)
        || (Line.OriginalAmount == amount && Line.OriginalCurrency == currency);

    public void Decide(LineMatch match) => Match = match;

    public void Decide(OpenLine open) => Open = open;
}
