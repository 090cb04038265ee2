using System.Globalization;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Activities.Sync;

/// <summary>Compares what the source listed, what it says it has, and what is stored.</summary>
public sealed class ProveCompleteness(IConnections connections, StoreTotals storeTotals)
    : TaskActivity<ProveStep, CompletenessProof>
{
    /// <inheritdoc/>
    public override async Task<CompletenessProof> RunAsync(TaskActivityContext context, ProveStep input)
    {
        var (step, ct) = (input.Step, context.CancellationToken);
        var open = await connections.Open(step.TenantId, step.IntegrationId, step.RunId, ct).ConfigureAwait(false);
        var (connector, connection) = open.Value;
        var counted = (await connector.Count(connection, step.ObjectName, ct).ConfigureAwait(false)).Value;
        var source = input.Source.ToTotals();
        var store = await storeTotals.Of(step.TenantId, step.IntegrationId, step.ObjectName, ct).ConfigureAwait(false);
        var difference =
            input.Refused > 0 ? Refusal(input)
            : counted != source.Count ? $"The source counts {counted} records but lists {source.Count}."
            : Totals.Difference(source, store);
        return new CompletenessProof(difference is null, input.Source, store.ToContract(), difference);
    }

    private static string Refusal(ProveStep input) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{input.Refused:N0} of the source's records could not be stored or mapped. "
        ) + string.Join(' ', (input.Refusals ?? []).Take(1));
}
