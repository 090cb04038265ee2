using IntegrationFunctions.Durable;

namespace IntegrationFunctions.Workflows.Mapping;

/// <summary>
/// Runs a version of a mapping over all stored records, piece by piece: to say what it would change, or to bring it into force. How far it is
/// stands in the run's document, so an execution that begins anew needs nothing but the input.
/// </summary>
public sealed class RemapRecords : TaskOrchestrator<MappingRunInput, MappingRunFigures>
{
    // Steps in one execution; after that the run goes on in a new one, so that a history stays short.
    private const int StepsPerExecution = 200;

    private static readonly TaskOptions Patient = new(
        new RetryPolicy(8, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(1))
    );

    /// <inheritdoc/>
    public override async Task<MappingRunFigures> RunAsync(TaskOrchestrationContext context, MappingRunInput input)
    {
        try
        {
            if (input.Activates)
            {
                await context.CallActivityAsync("ActivateMapping", input, Patient);
            }
            for (var step = 0; step < StepsPerExecution; step++)
            {
                var figures = await context.CallActivityAsync<MappingRunFigures>("RemapPage", input, Patient);
                context.SetCustomStatus(figures);
                if (figures.IsDone)
                {
                    return figures;
                }
            }
        }
        catch (TaskFailedException e)
        {
            var failed = new FailMappingRunInput(input, e.FailureDetails.ErrorType, e.FailureDetails.ErrorMessage);
            await context.CallActivityAsync("FailMappingRun", failed, Patient);
            throw;
        }
        // Activated already: an activation is done once for a run.
        context.ContinueAsNew(input);
        return new MappingRunFigures("running", 0, 0, 0, 0);
    }
}
