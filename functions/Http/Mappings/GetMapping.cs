using IntegrationFunctions.Connectors.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class GetMapping
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .RequireAnyRole()
            .Described(
                "getMapping",
                "Read a mapping",
                "Which version is in force, and which was saved last. The answer's ETag goes into If-Match of a new version.",
                404
            );

    private static async Task<Results<Ok<MappingView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        ObjectMappings mappings,
        CancellationToken ct
    )
    {
        if (await mappings.Find(http.Caller().TenantId, id, ct) is not { } mapping)
        {
            return MappingEndpoints.NotFound(id);
        }
        http.Response.SetETag(mapping.LatestVersion);
        return TypedResults.Ok(MappingView.From(mapping));
    }
}
