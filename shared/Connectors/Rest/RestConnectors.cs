using IntegrationFunctions.Connectors.Rest.Definition;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>The connectors that are definitions of the product: the files <c>Definitions/*/*.json</c>.</summary>
internal static class RestConnectors
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["odoo", "pennylane", "quickbooks-online", "xero"];

    /// <summary>The connector of that name.</summary>
    public static RestConnector Load(string name, TimeProvider clock) => new(ReadDefinition.Embedded(name), clock);
}
