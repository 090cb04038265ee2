using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Activities.Sync;

/// <summary>Says which objects a run covers, and how many records the source says each has.</summary>
public sealed class PlanSync(IConnections connections) : TaskActivity<SyncInput, PlannedObject[]>
{
    /// <inheritdoc/>
    public override async Task<PlannedObject[]> RunAsync(TaskActivityContext context, SyncInput input)
    {
        var ct = context.CancellationToken;
        var open = await connections.Open(input.TenantId, input.IntegrationId, input.RunId, ct).ConfigureAwait(false);
        var (connector, connection) = open.Value;
        var plan = new List<PlannedObject>();
        foreach (var item in connector.Descriptor.Objects)
        {
            if (item.Capabilities.HasFlag(ConnectorCapabilities.Read))
            {
                var total = await connector.Count(connection, item.Name, ct).ConfigureAwait(false);
                plan.Add(new PlannedObject(item.Name, total.Value));
            }
        }
        return [.. plan];
    }
}
