using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Store;

namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>Counts and sums, each line in exactly one of reconciled and open.</summary>
internal static class Figures
{
    public static ReconciliationFigures Of(
        List<StatementLine> lines,
        List<MatchDocument> matches,
        List<OpenLineDocument> open,
        string reconciliationId,
        int invoices,
        int unreadable
    )
    {
        var openIds = open.Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (
            var reason in matches
                .DistinctBy(m => m.LineId)
                .Select(m => m.ReasonCode)
                .Concat(open.Select(o => o.ReasonCode))
        )
        {
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }
        return new(
            lines.Count,
            lines.Count - open.Count,
            open.Count,
            matches.Count(m => m.ReconciliationId == reconciliationId),
            [
                .. lines
                    .GroupBy(l => l.Currency, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => Sum(g.Key, [.. g], openIds)),
            ],
            reasons,
            invoices,
            unreadable
        );
    }

    private static ReconciliationSum Sum(string currency, List<StatementLine> lines, HashSet<string> open)
    {
        decimal Total(Direction direction, Func<StatementLine, bool> which) =>
            lines.Where(l => l.Direction == direction && which(l)).Sum(l => l.Amount);

        return new(
            currency,
            Total(Direction.Credit, _ => true),
            Total(Direction.Debit, _ => true),
            Total(Direction.Credit, l => !open.Contains(l.Id)),
            Total(Direction.Debit, l => !open.Contains(l.Id)),
            Total(Direction.Credit, l => open.Contains(l.Id)),
            Total(Direction.Debit, l => open.Contains(l.Id))
        );
    }
}
