using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Mapping;

namespace IntegrationFunctions.Activities.Mapping;

/// <summary>Brings the version of a run into force; a repeat finds it done.</summary>
public sealed class ActivateMapping(ActiveMappings mappings, MappingRuns runs) : TaskActivity<MappingRunInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, MappingRunInput input)
    {
        var ct = context.CancellationToken;
        var run =
            await runs.Get(input.TenantId, input.IntegrationId, input.ObjectName, input.RunId, ct).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The run {input.RunId} is not in the book.");
        return await mappings.Activate(input.TenantId, run, ct).ConfigureAwait(false) is { } error
            ? throw new IntegrationException(error)
            : true;
    }
}
