using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Activities.Sync;

/// <summary>Writes down how a run ended.</summary>
public sealed class FinishSync(SyncRuns runs) : TaskActivity<FinishSyncInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, FinishSyncInput input)
    {
        var run = input.Run;
        var result = input.Result is null
            ? null
            : (JsonObject?)JsonSerializer.SerializeToNode(input.Result, DataConverter.Options);
        var error = input.ErrorCode is { } code ? new SyncRunError(code, input.ErrorMessage ?? code) : null;
        await runs.Finish(run.TenantId, run.IntegrationId, run.RunId, result, error, ct: context.CancellationToken)
            .ConfigureAwait(false);
        return true;
    }
}
