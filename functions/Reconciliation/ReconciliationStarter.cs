using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Reconciliation;

namespace IntegrationFunctions.Functions.Reconciliation;

/// <summary>Starts reconciliations, each once, and closes those whose workflow ended without saying so.</summary>
internal sealed class ReconciliationStarter(ReconciliationService reconciliations, DurableTaskClient workflows)
{
    public const string Workflow = "ReconcileStatement";

    public async Task<(ReconciliationRecord Record, bool IsNew)> Start(
        string tenantId,
        string statementId,
        string erpIntegrationId,
        int run,
        CancellationToken ct
    )
    {
        var (record, isNew) = await reconciliations.Request(tenantId, statementId, erpIntegrationId, run, ct);
        if (record.State is ReconciliationState.Completed or ReconciliationState.Failed)
        {
            return (record, false);
        }
        // Also for one that was noted earlier: whoever noted it may have died before the workflow was scheduled.
        try
        {
            await workflows.ScheduleNewOrchestrationInstanceAsync(
                Workflow,
                new ReconciliationInput(tenantId, record.Id, statementId, erpIntegrationId),
                new StartOrchestrationOptions(
                    record.Id,
                    Tags: new Dictionary<string, string>
                    {
                        [StartOrchestrationOptions.TenantTag] = tenantId,
                        ["integration"] = erpIntegrationId,
                    }
                ),
                ct
            );
            return (record, isNew);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return (await Settle(tenantId, record, ct), false);
        }
    }

    /// <summary>The reconciliation as it really is: one whose workflow was terminated, or failed before it could say so, is closed.</summary>
    public async Task<ReconciliationRecord> Settle(string tenantId, ReconciliationRecord record, CancellationToken ct)
    {
        if (record.State is ReconciliationState.Completed or ReconciliationState.Failed)
        {
            return record;
        }
        var workflow = await workflows.GetInstanceAsync(record.Id, getInputsAndOutputs: true, ct);
        if (workflow is not { IsCompleted: true })
        {
            return record;
        }
        var error =
            workflow.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? null
            : workflow.FailureDetails is { } failure ? new ReconciliationError(failure.ErrorType, failure.ErrorMessage)
            : new ReconciliationError("run-terminated", "The workflow was ended from outside.");
        await reconciliations.Finish(tenantId, record.Id, error, ct);
        return await reconciliations.Get(tenantId, record.Id, ct) ?? record;
    }
}
