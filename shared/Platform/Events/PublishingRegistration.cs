using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Platform.Events;

/// <summary>Puts the telling of changes before a store.</summary>
public static class PublishingRegistration
{
    /// <summary>
    /// Whoever asks for <see cref="IDocumentStores"/> gets it behind <see cref="PublishingDocumentStores"/> from now on. Call it once, after
    /// the sealing of sensitive fields.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no store yet, or it publishes already.</exception>
    public static IServiceCollection PublishChanges(this IServiceCollection services)
    {
        if (services.Any(known => known.ServiceType == typeof(PublishingDocumentStores)))
        {
            throw new InvalidOperationException("Changes are published already: PublishChanges is called once.");
        }
        var store =
            services.LastOrDefault(known => known.ServiceType == typeof(IDocumentStores) && !known.IsKeyedService)
            ?? throw new InvalidOperationException(
                "There is no document store yet: register it before PublishChanges."
            );
        services.Remove(store);
        services.Add(StoreDecoration.Inside(store, typeof(PublishingDocumentStores)));
        services.AddSingleton(provider => new PublishingDocumentStores(
            provider.GetRequiredKeyedService<IDocumentStores>(typeof(PublishingDocumentStores)),
            provider.GetRequiredService<DocumentCatalogue>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        return services.AddSingleton<IDocumentStores>(provider =>
            provider.GetRequiredService<PublishingDocumentStores>()
        );
    }
}
