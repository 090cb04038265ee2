using IntegrationFunctions.Connectors.SapS4Hana;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Connectors;

/// <summary>Registers the connectors.</summary>
public static class ConnectorRegistration
{
    /// <summary>Registers <see cref="ConnectorCatalogue"/> and the connectors to ERP systems; other modules add theirs as <see cref="IConnector"/>.</summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConnectorCatalogue>();
        services.AddSingleton<IConnector, SapConnector>();
        return services;
    }
}
