using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Activities.Sync;

internal static class TotalsContract
{
    public static SideTotals ToContract(this Totals totals) =>
        new(totals.Count, new Dictionary<string, decimal>(totals.Sums), totals.Hash);

    public static Totals ToTotals(this SideTotals totals) => new(totals.Count, totals.Sums, totals.Hash);
}
