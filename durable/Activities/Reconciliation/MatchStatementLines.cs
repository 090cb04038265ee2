using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Reconciliation;

namespace IntegrationFunctions.Activities.Reconciliation;

/// <summary>Runs the cascade over a statement and stores what it finds. A repeat finds the matches of its first attempt and adds what is missing.</summary>
public sealed class MatchStatementLines(StatementReconciliation reconciliation)
    : TaskActivity<ReconciliationInput, ReconciliationResult>
{
    /// <inheritdoc/>
    public override async Task<ReconciliationResult> RunAsync(TaskActivityContext context, ReconciliationInput input)
    {
        var figures = await reconciliation
            .Run(
                input.TenantId,
                input.ReconciliationId,
                input.StatementId,
                input.ErpIntegrationId,
                context.CancellationToken
            )
            .ConfigureAwait(false);
        return new(input.ReconciliationId, figures.Lines, figures.Reconciled, figures.OpenLines, figures.Matches);
    }
}
