using System.Text.Json;
using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Connectors;

/// <summary>The mappings that connectors bring along: files <c>Mappings/*.json</c> of the connector's folder, version 0 of each object's mapping.</summary>
internal static class ConnectorMapping
{
    /// <summary>The mapping of this name: <c>sap-s4hana/invoices</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no such file, or it is no mapping.</exception>
    public static MappingDefinition Load(string name)
    {
        using var file =
            typeof(ConnectorMapping).Assembly.GetManifestResourceStream($"mappings/{name}.json")
            ?? throw new InvalidOperationException($"The connector's mapping '{name}' is missing.");
        var mapping =
            JsonSerializer.Deserialize(file, MappingJson.Default.MappingDefinition)
            ?? throw new InvalidOperationException($"The connector's mapping '{name}' is null.");
        return mapping with { Version = 0 };
    }
}
