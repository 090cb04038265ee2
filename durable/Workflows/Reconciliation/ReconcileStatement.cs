using IntegrationFunctions.Durable;

namespace IntegrationFunctions.Workflows.Reconciliation;

/// <summary>Matches the lines of a statement with open invoices, and writes down how that ended.</summary>
public sealed class ReconcileStatement : TaskOrchestrator<ReconciliationInput, ReconciliationResult>
{
    private static readonly TaskOptions Patient = new(
        new RetryPolicy(8, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(1))
    );

    /// <inheritdoc/>
    public override async Task<ReconciliationResult> RunAsync(
        TaskOrchestrationContext context,
        ReconciliationInput input
    )
    {
        try
        {
            context.SetCustomStatus(new ReconciliationProgress("matching"));
            var result = await context.CallActivityAsync<ReconciliationResult>("MatchStatementLines", input, Patient);
            context.SetCustomStatus(new ReconciliationProgress("finishing"));
            await context.CallActivityAsync("FinishReconciliation", new FinishReconciliationInput(input), Patient);
            return result;
        }
        catch (TaskFailedException e)
        {
            var failed = new FinishReconciliationInput(
                input,
                e.FailureDetails.ErrorType,
                e.FailureDetails.ErrorMessage
            );
            await context.CallActivityAsync("FinishReconciliation", failed, Patient);
            throw;
        }
    }
}
