using System.Text.Json.Serialization;
using IntegrationFunctions.Banking.Statements.Store;

namespace IntegrationFunctions.Banking.Reconciliation;

/// <summary>What the cascade makes of lines and invoices: every line is in one of the two lists, once. Both are in the order of line ids.</summary>
/// <param name="Matches">Lines that pay one or several invoices in full.</param>
/// <param name="Open">Lines that a person must look at, and why.</param>
public sealed record ReconciliationPlan(IReadOnlyList<LineMatch> Matches, IReadOnlyList<OpenLine> Open);

/// <summary>The step of the cascade that found a match.</summary>
[JsonConverter(typeof(CamelCaseEnum<MatchMethod>))]
public enum MatchMethod
{
    /// <summary>Structured creditor reference (ISO 11649 or national) and amount.</summary>
    CreditorReference,

    /// <summary>End-to-end id that is known, and amount.</summary>
    EndToEndId,

    /// <summary>Number or reference found in free text, and amount.</summary>
    InvoiceNumber,

    /// <summary>Amount and name of the counterparty, one candidate only.</summary>
    AmountAndName,
}

/// <summary>A line and the invoices that it pays; their amounts sum to the line's.</summary>
/// <param name="Line">The line.</param>
/// <param name="Invoices">In the order of their keys; one, or several for a collective payment.</param>
/// <param name="Method">The step that found it.</param>
/// <param name="ReasonCode">See <see cref="ReasonCodes"/>.</param>
/// <param name="Score">0 to 1: how much agreed. For ordering and display; the cascade decides by rules, not by it.</param>
/// <param name="Evidence">Which fields agreed, with both sides' values.</param>
public sealed record LineMatch(
    StatementLine Line,
    IReadOnlyList<MatchedInvoice> Invoices,
    MatchMethod Method,
    string ReasonCode,
    decimal Score,
    IReadOnlyList<MatchEvidence> Evidence
)
{
    /// <summary>Keys of the invoices, in ordinal order.</summary>
    public IReadOnlyList<string> InvoiceKeys { get; } = [.. Invoices.Select(i => i.Key)];
}

/// <summary>An invoice that a line pays.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Number">Its number.</param>
/// <param name="PartnerName">Name of the partner, or null.</param>
/// <param name="Amount">What was open.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record MatchedInvoice(string Key, string Number, string? PartnerName, decimal Amount, string Currency);

/// <summary>One thing that agreed.</summary>
/// <param name="Field"><c>creditorReference</c>, <c>endToEndId</c>, <c>invoiceNumber</c>, <c>amount</c>, <c>originalAmount</c>, <c>name</c>.</param>
/// <param name="Line">Value on the line.</param>
/// <param name="Invoice">Value on the invoice or the invoices.</param>
/// <param name="InvoiceKey">The invoice, or null where it is about all of them.</param>
public sealed record MatchEvidence(string Field, string Line, string Invoice, string? InvoiceKey = null);

/// <summary>A line that stays open.</summary>
/// <param name="Line">The line.</param>
/// <param name="ReasonCode">See <see cref="ReasonCodes"/>.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Candidates">Invoices that come into question, at most <see cref="MaxCandidates"/>, by key.</param>
/// <param name="CandidateCount">How many there are in all.</param>
public sealed record OpenLine(
    StatementLine Line,
    string ReasonCode,
    string Message,
    IReadOnlyList<MatchCandidate> Candidates,
    int CandidateCount
)
{
    /// <summary>How many candidates are listed.</summary>
    public const int MaxCandidates = 10;
}

/// <summary>An invoice that comes into question.</summary>
/// <param name="InvoiceKey">Its key.</param>
/// <param name="Number">Its number.</param>
/// <param name="PartnerName">Name of the partner, or null.</param>
/// <param name="Amount">What is open.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Difference">Amount of the line less that of the invoice; null where the currencies differ.</param>
/// <param name="Why">How it came into question: <c>creditor-reference</c>, <c>end-to-end-id</c>, <c>invoice-number</c>, <c>name</c>.</param>
public sealed record MatchCandidate(
    string InvoiceKey,
    string Number,
    string? PartnerName,
    decimal Amount,
    string Currency,
    decimal? Difference,
    string Why
);

/// <summary>All reason codes: of matches, and of lines that stay open.</summary>
public static class ReasonCodes
{
    /// <summary>Match: the creditor reference is the invoice's payment reference, the amounts are equal.</summary>
    public const string CreditorReference = "creditor-reference";

    /// <summary>Match: several creditor references, the amounts sum up.</summary>
    public const string CreditorReferencesSum = "creditor-references-sum";

    /// <summary>Match: the end-to-end id is known, the amounts are equal.</summary>
    public const string EndToEndId = "end-to-end-id";

    /// <summary>Match: the end-to-end id stands for several invoices, the amounts sum up.</summary>
    public const string EndToEndIdSum = "end-to-end-id-sum";

    /// <summary>Match: the invoice's number is in the text, the amounts are equal.</summary>
    public const string InvoiceNumber = "invoice-number";

    /// <summary>Match: several numbers are named, the amounts sum up.</summary>
    public const string InvoiceNumbersSum = "invoice-numbers-sum";

    /// <summary>Match: amount and name agree, for one invoice only.</summary>
    public const string AmountAndName = "amount-and-name";

    /// <summary>Open: nothing points at an invoice.</summary>
    public const string NoCandidate = "no-candidate";

    /// <summary>Open: several invoices fit equally well.</summary>
    public const string SeveralCandidates = "several-candidates";

    /// <summary>Open: several lines claim the same invoice.</summary>
    public const string SeveralLines = "several-lines";

    /// <summary>Open: an invoice is named and the amount is another one.</summary>
    public const string AmountDiffers = "amount-differs";

    /// <summary>Open: the invoice is paid by another line already.</summary>
    public const string AlreadyMatched = "already-matched";

    /// <summary>Open: amount and name fit, but the line names another invoice that is not among the open ones.</summary>
    public const string NamesAnotherInvoice = "names-another-invoice";

    /// <summary>Open: a supplier's number and the amount fit, but the payment went to somebody else; suppliers number alike.</summary>
    public const string NameDiffers = "name-differs";

    /// <summary>Open: not booked yet, or for information only.</summary>
    public const string NotBooked = "not-booked";

    /// <summary>Open: takes back an earlier entry, or is a return.</summary>
    public const string Reversal = "reversal";

    /// <summary>Open: a person took this match back; it is not made again by itself.</summary>
    public const string Undone = "undone";
}
