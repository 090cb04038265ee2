using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Connectors.SapS4Hana;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Connectors;

/// <summary>Registers the connectors.</summary>
public static class ConnectorRegistration
{
    /// <summary>Registers <see cref="ConnectorCatalogue"/> and the connectors to ERP and accounting systems; other modules add theirs as <see cref="IConnector"/>.</summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConnectorCatalogue>();
        services.AddSingleton<IConnector, SapConnector>();
        foreach (var name in RestConnectors.Names)
        {
            services.AddSingleton<IConnector>(provider =>
                RestConnectors.Load(name, provider.GetRequiredService<TimeProvider>())
            );
        }
        return services;
    }
}
