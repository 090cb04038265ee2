using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Connectors.Integrations;

/// <summary>Puts integrations into the services.</summary>
public static class IntegrationServices
{
    /// <summary>
    /// Adds <see cref="IntegrationService"/> and <see cref="IConnections"/>; needs documents, secrets, the connector catalogue, outgoing HTTP and
    /// a clock.
    /// </summary>
    public static IServiceCollection AddIntegrations(this IServiceCollection services) =>
        services
            .AddSingleton<IntegrationService>()
            .AddSingleton<IConnections>(s => s.GetRequiredService<IntegrationService>())
            .AddDocumentGroup(
                new DocumentGroup("integrations")
                    .Index("createdAt", "status")
                    .Index("name", "status")
                    .Index("status", "scheduleMinutes")
                    .Publishes("integration")
            );
}
