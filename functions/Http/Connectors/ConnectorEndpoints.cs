using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Connectors;

/// <summary>What can be connected.</summary>
public static class ConnectorEndpoints
{
    /// <summary>Maps /connectors.</summary>
    public static IEndpointRouteBuilder MapConnectors(this IEndpointRouteBuilder api)
    {
        api.MapGet("/connectors", Handle)
            .WithTags("Connectors")
            .RequireAnyRole()
            .RequireScope("connectors:read")
            .Described(
                "listConnectors",
                "List connectors",
                "The catalogue: what each connector can do, and the JSON Schema that its settings must fit. A property with writeOnly true is a secret."
            );
        return api;
    }

    private static Ok<Page<ConnectorView>> Handle(ConnectorCatalogue catalogue) =>
        TypedResults.Ok(
            new Page<ConnectorView>([.. catalogue.All.Select(c => ConnectorView.From(c.Descriptor))], null)
        );

    internal sealed record ConnectorView(
        [property: Description("Stable; goes into 'connector' of an integration.")] string Name,
        string Title,
        [property: Description("JSON Schema, draft 2020-12.")] JsonObject SettingsSchema,
        IReadOnlyList<ObjectView> Objects
    )
    {
        public static ConnectorView From(ConnectorDescriptor d) =>
            new(d.Name, d.Title, d.SettingsSchema, [.. d.Objects.Select(ObjectView.From)]);
    }

    internal sealed record ObjectView(
        string Name,
        string Title,
        [property: Description("Of read, update, post.")] IReadOnlyList<string> Capabilities
    )
    {
        public static ObjectView From(ObjectDescriptor d) =>
            new(
                d.Name,
                d.Title,
                [
                    .. Enum.GetValues<ConnectorCapabilities>()
                        .Where(c => c != ConnectorCapabilities.None && d.Capabilities.HasFlag(c))
                        .Select(c => c.ToString().ToLowerInvariant()),
                ]
            );
    }
}
