using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>Puts one store behind another.</summary>
internal static class StoreDecoration
{
    /// <summary>The same registration under a key, for who stands before it.</summary>
    public static ServiceDescriptor Inside(ServiceDescriptor store, object key) =>
        store switch
        {
            { ImplementationInstance: { } instance } => new(store.ServiceType, key, instance),
            { ImplementationFactory: { } make } => new(store.ServiceType, key, (p, _) => make(p), store.Lifetime),
            _ => new(store.ServiceType, key, store.ImplementationType!, store.Lifetime),
        };
}
