using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Workflows.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Activities.Sync;

/// <summary>Makes synchronisation known to the workflow engine.</summary>
public static class SyncRegistration
{
    /// <summary>Adds the orchestrator and its activities.</summary>
    public static DurableTaskRegistry RegisterSync(this DurableTaskRegistry registry) =>
        registry
            .AddOrchestrator<SyncIntegration>()
            .AddActivity(s => new PlanSync(s.GetRequiredService<IConnections>()))
            .AddActivity(s => new SyncPage(
                s.GetRequiredService<IConnections>(),
                s.GetRequiredService<IDocumentStores>(),
                s.GetRequiredService<SyncRuns>(),
                s.GetRequiredService<QuotaMeter>(),
                s.GetRequiredService<ActiveMappings>(),
                s.GetRequiredService<TimeProvider>()
            ))
            .AddActivity(s => new FoldSource(s.GetRequiredService<IConnections>()))
            .AddActivity(s => new ProveCompleteness(
                s.GetRequiredService<IConnections>(),
                s.GetRequiredService<StoreTotals>()
            ))
            .AddActivity(s => new FinishSync(s.GetRequiredService<SyncRuns>()));
}
