using IntegrationFunctions.Platform.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Platform.Documents.Sensitive;

/// <summary>Puts the sealing of sensitive fields before a store.</summary>
public static class SealingRegistration
{
    /// <summary>
    /// Whoever asks for <see cref="IDocumentStores"/> gets it behind <see cref="SealingDocumentStores"/> from now on. Call it once, after the
    /// store was registered; needs <see cref="DocumentCatalogue"/> and <see cref="ITenantKeys"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no store yet, or it is sealing already.</exception>
    public static IServiceCollection SealSensitiveFields(this IServiceCollection services)
    {
        if (services.Any(known => known.ServiceType == typeof(SealingDocumentStores)))
        {
            throw new InvalidOperationException(
                "Sensitive fields are sealed already: SealSensitiveFields is called once."
            );
        }
        var store =
            services.LastOrDefault(known => known.ServiceType == typeof(IDocumentStores) && !known.IsKeyedService)
            ?? throw new InvalidOperationException(
                "There is no document store yet: register it before SealSensitiveFields."
            );
        services.Remove(store);
        services.Add(StoreDecoration.Inside(store, typeof(SealingDocumentStores)));
        services.AddSingleton(provider => new SealingDocumentStores(
            provider.GetRequiredKeyedService<IDocumentStores>(typeof(SealingDocumentStores)),
            provider.GetRequiredService<DocumentCatalogue>(),
            // The keys are documents, so they need what is made here.
            new(provider.GetRequiredService<ITenantKeys>)
        ));
        services.AddSingleton<IDocumentStores>(provider => provider.GetRequiredService<SealingDocumentStores>());
        return services.AddSingleton<ISealedValues>(provider => provider.GetRequiredService<SealingDocumentStores>());
    }
}
