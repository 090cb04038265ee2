using IntegrationFunctions.Banking.Reconciliation.Matching;
using IntegrationFunctions.Banking.Statements.Store;

namespace IntegrationFunctions.Banking.Reconciliation;

/// <summary>
/// Finds which lines of a statement pay which open invoices, by a cascade of rules that a person can follow: structured reference, end-to-end
/// id, number in the text, amount and name; each with the amount equal to the cent. Credits pay receivables, debits payables. What is
/// ambiguous is never decided. Pure: the same input gives the same output, in whatever order it comes. Time grows with lines plus invoices.
/// </summary>
public static class Reconciler
{
    /// <summary>Runs the cascade.</summary>
    /// <exception cref="ArgumentException">A line id or an invoice key appears twice.</exception>
    public static ReconciliationPlan Match(
        IReadOnlyCollection<StatementLine> lines,
        IReadOnlyList<OpenInvoice> invoices,
        ReconcilerOptions? options = null
    ) => new Cascade(lines, invoices, options ?? ReconcilerOptions.None).Run();
}
