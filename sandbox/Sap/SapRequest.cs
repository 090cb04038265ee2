using IntegrationFunctions.Sandbox.Sap.Sets;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>One OData request: the world and service it goes to, and the resource path behind them.</summary>
internal sealed record SapRequest(HttpContext Http, World World, EdmService Service, ResourcePath Path)
{
    /// <summary>Absolute address of the service, with a slash at the end.</summary>
    public string ServiceUri { get; } =
        $"{Http.Request.Scheme}://{Http.Request.Host}{Http.Request.PathBase}/sandbox/{World.Definition.Name}/sap/sap/opu/odata/sap/{Service.Name}/";

    public IEntitySet OpenSet(string name) =>
        EntitySets.Open(World, Service, name) ?? throw ODataException.UnknownSegment(name);
}
