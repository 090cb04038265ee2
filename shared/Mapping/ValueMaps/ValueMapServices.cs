using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Mapping.ValueMaps;

/// <summary>Wires value maps.</summary>
public static class ValueMapServices
{
    /// <summary>Adds value maps and their reports; needs documents and a clock.</summary>
    public static IServiceCollection AddValueMaps(this IServiceCollection services) =>
        services
            .AddSingleton<ValueMaps>()
            .AddDocumentGroup(new DocumentGroup(ValueMaps.Group).Publishes("value-map"))
            .AddDocumentGroup(new(ValueMaps.MissesGroup));
}
