using IntegrationFunctions.Connectors.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class GetMappingVersion
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/versions/{version}", Handle)
            .RequireAnyRole()
            .Described(
                "getMappingVersion",
                "Read a version of a mapping",
                "Version 0 is the connector's own.",
                400,
                404
            );

    private static async Task<Results<Ok<MappingVersionView>, ProblemHttpResult>> Handle(
        string id,
        int version,
        HttpContext http,
        ObjectMappings mappings,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await mappings.Find(tenant, id, ct) is not { } mapping)
        {
            return MappingEndpoints.NotFound(id);
        }
        return await mappings.Version(tenant, mapping, version, ct) is { } found
            ? TypedResults.Ok(
                found.Stored is { } stored
                    ? MappingVersionView.From(stored, mapping)
                    : MappingVersionView.From(found.Definition, mapping)
            )
            : MappingEndpoints.NoVersion(mapping, version);
    }
}
