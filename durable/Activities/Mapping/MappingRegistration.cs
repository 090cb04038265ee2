using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Mapping;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Activities.Mapping;

/// <summary>Makes runs of mappings known to the workflow engine.</summary>
public static class MappingRegistration
{
    /// <summary>Adds the orchestrator and its activities.</summary>
    public static DurableTaskRegistry RegisterMapping(this DurableTaskRegistry registry) =>
        registry
            .AddOrchestrator<RemapRecords>()
            .AddActivity(s => new ActivateMapping(
                s.GetRequiredService<ActiveMappings>(),
                s.GetRequiredService<MappingRuns>()
            ))
            .AddActivity(s => new RemapPage(s.GetRequiredService<MapStoredRecords>()))
            .AddActivity(s => new FailMappingRun(s.GetRequiredService<MappingRuns>()));
}
