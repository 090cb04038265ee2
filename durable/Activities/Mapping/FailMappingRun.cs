using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Mapping;

namespace IntegrationFunctions.Activities.Mapping;

/// <summary>Writes down why a run could not go on.</summary>
public sealed class FailMappingRun(MappingRuns runs) : TaskActivity<FailMappingRunInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, FailMappingRunInput input)
    {
        var (run, ct) = (input.Run, context.CancellationToken);
        var found = await runs.Get(run.TenantId, run.IntegrationId, run.ObjectName, run.RunId, ct)
            .ConfigureAwait(false);
        if (found is not null)
        {
            await runs.Fail(run.TenantId, found, new(input.ErrorCode, input.ErrorMessage), ct).ConfigureAwait(false);
        }
        return true;
    }
}
