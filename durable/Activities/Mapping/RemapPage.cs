using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Mapping;

namespace IntegrationFunctions.Activities.Mapping;

/// <summary>Maps the next stored records of a run. A repeat goes on from the run's document, so it needs no key of its own.</summary>
public sealed class RemapPage(MapStoredRecords records) : TaskActivity<MappingRunInput, MappingRunFigures>
{
    /// <inheritdoc/>
    public override async Task<MappingRunFigures> RunAsync(TaskActivityContext context, MappingRunInput input)
    {
        var ct = context.CancellationToken;
        var step = await records
            .Step(input.TenantId, input.IntegrationId, input.ObjectName, input.RunId, ct)
            .ConfigureAwait(false);
        var (status, tally) = (step.Value.Status, step.Value.Tally);
        return new(status.ToString().ToLowerInvariant(), tally.Records, tally.Changed, tally.Faulty, tally.LeftOut);
    }
}
