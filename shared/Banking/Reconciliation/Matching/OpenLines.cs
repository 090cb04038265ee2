using System.Globalization;

namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>Says why a line stays open.</summary>
internal static class OpenLines
{
    public static OpenLine Write(
        LineState state,
        string reason,
        IReadOnlyCollection<int> candidates,
        Ledger ledger,
        string? hint = null
    )
    {
        var listed = candidates
            .Select(i => Candidate(state, i, ledger))
            .OrderBy(c => c.Difference is { } d ? Math.Abs(d) : decimal.MaxValue)
            .ThenBy(c => c.InvoiceKey, StringComparer.Ordinal)
            .Take(OpenLine.MaxCandidates)
            .ToList();
        return new(
            state.Line,
            reason,
            Message(state, reason, listed, candidates.Count, hint),
            listed,
            candidates.Count
        );
    }

    private static MatchCandidate Candidate(LineState state, int i, Ledger ledger)
    {
        var (key, invoice) = ledger[i];
        var line = state.Line;
        decimal? difference =
            invoice.Currency == line.Currency ? line.Amount - invoice.Amount
            : invoice.Currency == line.OriginalCurrency ? line.OriginalAmount - invoice.Amount
            : null;
        var why =
            state.ByReference.Items.Contains(i) ? "creditor-reference"
            : state.ByEndToEndId.Items.Contains(i) ? "end-to-end-id"
            : state.ByText.Items.Contains(i) ? "invoice-number"
            : "name";
        return new(key, invoice.Number, invoice.PartnerName, invoice.Amount, invoice.Currency, difference, why);
    }

    private static string Message(LineState state, string reason, List<MatchCandidate> listed, int count, string? hint)
    {
        var numbers = string.Join(", ", listed.Select(c => c.Number)) + (count > listed.Count ? ", ..." : "");
        var text = reason switch
        {
            ReasonCodes.NoCandidate => "No open invoice has this reference, number, or amount with this name.",
            ReasonCodes.SeveralCandidates when count == 0 => "More invoices fit than can be told apart.",
            ReasonCodes.SeveralCandidates => $"{count} invoices fit equally well: {numbers}.",
            ReasonCodes.SeveralLines => $"Several lines of the statement claim {numbers}: {hint}.",
            ReasonCodes.AmountDiffers when count > 1 && listed.TrueForAll(c => c.Why != "name") =>
                $"The line names {numbers}; neither one of them nor all together have its amount of {Amount(state)}.",
            ReasonCodes.AmountDiffers => Differs(state, listed[0]),
            ReasonCodes.AlreadyMatched => $"Another line has paid {numbers} already.",
            ReasonCodes.NamesAnotherInvoice =>
                $"Amount and name fit {numbers}, but the line names another invoice, which is not among the open ones.",
            ReasonCodes.NameDiffers =>
                $"Number and amount fit {numbers}, but the payment went to '{state.Line.Counterparty?.Name}'.",
            ReasonCodes.NotBooked => $"The bank gives the line as {state.Line.Status}, not as booked.",
            ReasonCodes.Reversal => "The line takes back an earlier one or returns a payment.",
            ReasonCodes.Undone => $"A match with {numbers} was taken back by a person and is not made again by itself.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not the reason of an open line."),
        };
        return text;
    }

    private static string Differs(LineState state, MatchCandidate candidate) =>
        candidate.Difference is { } difference
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{candidate.Number} is open with {candidate.Amount} {candidate.Currency}, the line has {Amount(state)}: {Math.Abs(difference)} too {(difference < 0 ? "little" : "much")}."
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{candidate.Number} is open with {candidate.Amount} {candidate.Currency}, the line has {Amount(state)}: another currency."
            );

    private static string Amount(LineState state) =>
        string.Create(CultureInfo.InvariantCulture, $"{state.Line.Amount} {state.Line.Currency}");
}
