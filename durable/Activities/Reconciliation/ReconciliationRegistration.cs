using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Reconciliation;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Activities.Reconciliation;

/// <summary>Makes reconciliation known to the workflow engine.</summary>
public static class ReconciliationRegistration
{
    /// <summary>Adds the orchestrator and its activities.</summary>
    public static DurableTaskRegistry RegisterReconciliation(this DurableTaskRegistry registry) =>
        registry
            .AddOrchestrator<ReconcileStatement>()
            .AddActivity(s => new MatchStatementLines(s.GetRequiredService<StatementReconciliation>()))
            .AddActivity(s => new FinishReconciliation(s.GetRequiredService<ReconciliationService>()));
}
