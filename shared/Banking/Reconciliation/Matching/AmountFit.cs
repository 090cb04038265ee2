namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>Chooses, among invoices that a line names, those that its amount pays.</summary>
internal static class AmountFit
{
    public static (Fit Fit, IReadOnlyList<int> Invoices) Of(LineState state, CandidateSet named, Ledger ledger)
    {
        if (named.Overflown)
        {
            return (Fit.Several, []);
        }
        var equal = named.Items.Where(i => Pays(state, ledger[i])).ToList();
        if (equal.Count > 1)
        {
            // Suppliers number alike; the name tells them apart.
            var ofName = equal.Where(i => ledger.NameAgrees(state, i)).ToList();
            return ofName.Count == 1 ? (Fit.Exact, ofName) : (Fit.Several, equal);
        }
        if (equal.Count == 1)
        {
            return (Fit.Exact, equal);
        }
        if (Sums(state, named.Items, ledger))
        {
            return (Fit.Exact, named.Items);
        }
        var agreeing = named.Items.Where(i => ledger.NameAgrees(state, i)).ToList();
        return agreeing.Count < named.Items.Count && Sums(state, agreeing, ledger)
            ? (Fit.Exact, agreeing)
            : (Fit.Differs, named.Items);
    }

    public static bool Pays(LineState state, OpenInvoice invoice) =>
        state.Pays(invoice.Invoice.Amount, invoice.Invoice.Currency);

    private static bool Sums(LineState state, IReadOnlyList<int> invoices, Ledger ledger)
    {
        if (invoices.Count < 2)
        {
            return false;
        }
        var currency = ledger[invoices[0]].Invoice.Currency;
        return invoices.All(i => ledger[i].Invoice.Currency == currency)
            && state.Pays(invoices.Sum(i => ledger[i].Invoice.Amount), currency);
    }
}
