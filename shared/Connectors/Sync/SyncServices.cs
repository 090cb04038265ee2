using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>Wires synchronisation.</summary>
public static class SyncServices
{
    /// <summary>Adds what reads and writes synchronised records.</summary>
    public static IServiceCollection AddSync(this IServiceCollection services) =>
        services
            .AddSingleton<ISyncedRecords, SyncedRecords>()
            .AddSingleton<StoreTotals>()
            .AddSingleton<SyncRuns>()
            .AddDocumentGroup(new("records"))
            .AddDocumentGroup(new DocumentGroup("runs").Index("-startedAt"));
}
