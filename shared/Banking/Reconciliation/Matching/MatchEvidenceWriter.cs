using System.Globalization;

namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>Says in both sides' own words why a match is one.</summary>
internal static class MatchEvidenceWriter
{
    public static LineMatch Write(Proposal proposal, Ledger ledger)
    {
        var state = proposal.State;
        var invoices = proposal.Invoices.OrderBy(i => ledger[i].Key, StringComparer.Ordinal).ToList();
        var evidence = new List<MatchEvidence>();
        foreach (var i in invoices)
        {
            Named(proposal.Method, state, ledger[i], evidence);
        }
        evidence.Add(Amount(state, invoices, ledger));
        var similarity = invoices.Min(i => Similarity(state, ledger.NameOf(i)));
        if (similarity >= PartnerName.SameFrom)
        {
            evidence.Add(
                new("name", Clip(state.Line.Counterparty!.Name!), Clip(ledger[invoices[0]].Invoice.PartnerName!))
            );
        }
        var several = invoices.Count > 1;
        return new(
            state.Line,
            [.. invoices.Select(i => Matched(ledger[i]))],
            proposal.Method,
            Reason(proposal.Method, several),
            Score(proposal.Method, several, similarity),
            evidence
        );
    }

    private static MatchedInvoice Matched(OpenInvoice open) =>
        new(open.Key, open.Invoice.Number, open.Invoice.PartnerName, open.Invoice.Amount, open.Invoice.Currency);

    private static void Named(MatchMethod method, LineState state, OpenInvoice invoice, List<MatchEvidence> evidence)
    {
        var before = evidence.Count;
        var number = Folding.Compact(invoice.Invoice.Number);
        var reference = invoice.Invoice.PaymentReference is { } r ? Folding.Compact(r) : null;
        foreach (var given in state.Line.CreditorReferences)
        {
            Compare("creditorReference", given, Folding.Compact(given));
        }
        foreach (var given in state.Line.EndToEndIds)
        {
            Compare("endToEndId", given, Folding.Compact(given));
        }
        NumberScanner.Scan(
            state.Text,
            text => text.SequenceEqual(number) || text.SequenceEqual(reference),
            Math.Max(number.Length, reference?.Length ?? 0),
            found => Compare("invoiceNumber", found, found)
        );
        if (method == MatchMethod.EndToEndId && evidence.Count == before)
        {
            // An id that the platform gave out itself for the payment of this invoice.
            evidence.Add(new("endToEndId", Clip(state.Line.EndToEndIds[0]), invoice.Invoice.Number, invoice.Key));
        }

        void Compare(string field, string given, string normalised)
        {
            var agreed =
                normalised == reference ? invoice.Invoice.PaymentReference!
                : normalised == number ? invoice.Invoice.Number
                : null;
            if (
                agreed is not null
                && new MatchEvidence(field, Clip(given), Clip(agreed), invoice.Key) is var found
                && !evidence.Contains(found)
            )
            {
                evidence.Add(found);
            }
        }
    }

    // Evidence goes into documents of limited size.
    private static string Clip(string text) => text.Length > 140 ? text[..140] : text;

    private static MatchEvidence Amount(LineState state, List<int> invoices, Ledger ledger)
    {
        var line = state.Line;
        var currency = ledger[invoices[0]].Invoice.Currency;
        var sum = invoices.Sum(i => ledger[i].Invoice.Amount);
        var booked = line.Amount == sum && line.Currency == currency;
        return booked
            ? new("amount", Text(line.Amount, line.Currency), Text(sum, currency))
            : new("originalAmount", Text(line.OriginalAmount!.Value, line.OriginalCurrency!), Text(sum, currency));
    }

    private static double Similarity(LineState state, PartnerName? name) =>
        state.Name is { } own && name is not null ? own.SimilarityTo(name) : 0;

    private static string Reason(MatchMethod method, bool several) =>
        method switch
        {
            MatchMethod.CreditorReference => several
                ? ReasonCodes.CreditorReferencesSum
                : ReasonCodes.CreditorReference,
            MatchMethod.EndToEndId => several ? ReasonCodes.EndToEndIdSum : ReasonCodes.EndToEndId,
            MatchMethod.InvoiceNumber => several ? ReasonCodes.InvoiceNumbersSum : ReasonCodes.InvoiceNumber,
            _ => ReasonCodes.AmountAndName,
        };

    private static decimal Score(MatchMethod method, bool several, double similarity)
    {
        var named = similarity >= PartnerName.SameFrom;
        var score = method switch
        {
            MatchMethod.CreditorReference => named ? 1.00m : 0.99m,
            MatchMethod.EndToEndId => named ? 0.99m : 0.98m,
            MatchMethod.InvoiceNumber => named ? 0.98m : 0.95m,
            _ => 0.70m + Math.Round(0.2m * (decimal)similarity, 2),
        };
        return several ? score - 0.02m : score;
    }

    private static string Text(decimal amount, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount} {currency}");
}
