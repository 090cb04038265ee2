using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Activities.Sync;

/// <summary>The source's side of the proof: reads one more page, stores nothing, and adds it to the totals.</summary>
public sealed class FoldSource(IConnections connections) : TaskActivity<FoldSourceStep, SourceFold>
{
    private const int PageSize = 500;

    /// <inheritdoc/>
    public override async Task<SourceFold> RunAsync(TaskActivityContext context, FoldSourceStep input)
    {
        var (step, ct) = (input.Step, context.CancellationToken);
        var open = await connections.Open(step.TenantId, step.IntegrationId, step.RunId, ct).ConfigureAwait(false);
        var (connector, connection) = open.Value;
        var totals = input.Fold?.Totals.ToTotals() ?? new Totals();
        var page = (
            await connector
                .FetchNext(connection, step.ObjectName, input.Fold?.State, PageSize, ct)
                .ConfigureAwait(false)
        ).Value;
        foreach (var record in page.Records)
        {
            totals.Add(record.Key, record.Raw, record.Money?.Amount, record.Money?.Currency);
        }
        return new SourceFold(page.State, page.HasMore, totals.ToContract());
    }
}
