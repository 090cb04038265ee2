using IntegrationFunctions.Connectors.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Connectors.Integrations;

/// <summary>Puts integrations into the services.</summary>
public static class IntegrationServices
{
    /// <summary>
    /// Adds <see cref="IntegrationService"/>, <see cref="IConnections"/> and <see cref="SyncRuns"/>; needs documents, secrets, the connector
    /// catalogue, outgoing HTTP and a clock.
    /// </summary>
    public static IServiceCollection AddIntegrations(this IServiceCollection services) =>
        services
            .AddSingleton<IntegrationService>()
            .AddSingleton<IConnections>(s => s.GetRequiredService<IntegrationService>())
            .AddSingleton<SyncRuns>();
}
