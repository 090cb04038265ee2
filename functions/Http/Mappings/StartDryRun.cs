using System.ComponentModel;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Functions.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class StartDryRun
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/dry-run", Handle)
            .Heavy()
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "startMappingDryRun",
                "Try a version on all stored records",
                "Starts a durable workflow and answers 202 at once; Location is the run, which says in counts and examples what the version would "
                    + "change. Nothing is changed.",
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
        return await MappingRunStart.Run(http, mapping, MappingRunKind.DryRun, body.Version, null, starter, clock, ct);
    }

    [DisplayName("MappingDryRun")]
    internal sealed record Body(
        [property: Description("The version to try; 0 is the connector's own mapping.")] int Version
    );
}
