using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Connectors.Mappings;

/// <summary>Wires the mappings of integrations' objects.</summary>
public static class MappingServices
{
    /// <summary>Adds mappings, their versions and their runs; needs integrations, connectors, value maps and documents.</summary>
    public static IServiceCollection AddMappings(this IServiceCollection services) =>
        services
            .AddSingleton<ActiveMappings>()
            .AddSingleton<ObjectMappings>()
            .AddSingleton<MappingRuns>()
            .AddSingleton<MapStoredRecords>()
            .AddDocumentGroup(new DocumentGroup(ObjectMappings.Group).Index("-number").Publishes("mapping-version"))
            .AddDocumentGroup(
                // What is told is that a run began and ended; what it found, whoever may read it reads in the run.
                new DocumentGroup(MappingRuns.Group)
                    .Index("-startedAt")
                    .Publishes("mapping-run", "tally") with
                {
                    Quiet = ["cursor", "tally"],
                }
            );
}
