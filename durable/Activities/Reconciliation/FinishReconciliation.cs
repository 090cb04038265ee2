using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Reconciliation;

namespace IntegrationFunctions.Activities.Reconciliation;

/// <summary>Writes down how a reconciliation ended.</summary>
public sealed class FinishReconciliation(ReconciliationService reconciliations)
    : TaskActivity<FinishReconciliationInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, FinishReconciliationInput input)
    {
        var (tenant, id) = (input.Reconciliation.TenantId, input.Reconciliation.ReconciliationId);
        var error = input.ErrorCode is { } code ? new ReconciliationError(code, input.ErrorMessage ?? code) : null;
        await reconciliations.Finish(tenant, id, error, context.CancellationToken).ConfigureAwait(false);
        return true;
    }
}
