using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Identity.Audit;

/// <summary>Puts the audit log into the services.</summary>
public static class AuditServices
{
    /// <summary>Adds <see cref="IAuditLog"/> and <see cref="AuditVerifier"/>; needs documents, blobs, secrets and a clock.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services
            .AddSingleton<AuditKeys>()
            .AddSingleton<AuditAnchors>()
            .AddSingleton<IAuditLog, StoredAuditLog>()
            .AddSingleton(provider => new AuditVerifier(
                provider.GetRequiredService<IDocumentStores>(),
                provider.GetRequiredService<AuditKeys>(),
                provider.GetRequiredService<AuditAnchors>()
            ))
            .AddDocumentGroup(StoredAuditLog.Group)
            .AddDocumentGroup(new(AuditKeys.Group));

    /// <summary>
    /// Writes each access to a tenant's secrets down before it happens. Call it once, after the secrets were registered.
    /// </summary>
    public static IServiceCollection AuditSecrets(this IServiceCollection services)
    {
        var inner = services.Last(known => known.ServiceType == typeof(ISecretStore) && !known.IsKeyedService);
        services.Remove(inner);
        // By type, factory or instance: whichever the home has chosen.
        services.Add(
            inner.ImplementationFactory is { } make
                ? new ServiceDescriptor(typeof(ISecretStore), typeof(AuditedSecrets), (p, _) => make(p), inner.Lifetime)
                : new ServiceDescriptor(
                    typeof(ISecretStore),
                    typeof(AuditedSecrets),
                    inner.ImplementationType!,
                    inner.Lifetime
                )
        );
        return services.AddSingleton<ISecretStore>(provider => new AuditedSecrets(
            provider.GetRequiredKeyedService<ISecretStore>(typeof(AuditedSecrets)),
            new(provider.GetRequiredService<IAuditLog>),
            provider.GetRequiredService<TimeProvider>()
        ));
    }
}
