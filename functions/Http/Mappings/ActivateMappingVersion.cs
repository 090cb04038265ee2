using System.ComponentModel;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Functions.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class ActivateMappingVersion
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/activate", Handle)
            .Heavy()
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "activateMapping",
                "Bring a version into force",
                "Starts a durable workflow and answers 202 at once; Location is the run. Synchronisations map by the version from then on, and the "
                    + "stored records are mapped again from their raw form: the source is not asked. The same version once more takes up changed "
                    + "value maps. It can be undone.",
                400,
                404,
                413,
                415,
                422
            );

    private static async Task<Results<Accepted<MappingRunView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        HttpContext http,
        ObjectMappings mappings,
        MappingStarter starter,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await mappings.Find(caller.TenantId, id, ct) is not { } mapping)
        {
            return MappingEndpoints.NotFound(id);
        }
        if (await mappings.Version(caller.TenantId, mapping, body.Version, ct) is null)
        {
            return MappingEndpoints.NoVersion(mapping, body.Version, "/version");
        }
        return await MappingRunStart.Run(
            http,
            mapping,
            MappingRunKind.Activation,
            body.Version,
            null,
            starter,
            clock,
            ct
        );
    }

    [DisplayName("MappingActivationRequest")]
    internal sealed record Body([property: Description("The version; 0 is the connector's own mapping.")] int Version);
}
