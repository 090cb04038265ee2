using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.ValueMaps;

internal static class GetValueMap
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{name}", Handle)
            .RequireAnyRole()
            .Described(
                "getValueMap",
                "Read a value map",
                "With all its entries. The answer's ETag goes into If-Match of a change.",
                404
            );

    private static async Task<Results<Ok<ValueMapView>, ProblemHttpResult>> Handle(
        string name,
        HttpContext http,
        Mapping.ValueMaps.ValueMaps valueMaps,
        CancellationToken ct
    )
    {
        if (await valueMaps.Get(http.Caller().TenantId, name, ct) is not { } stored)
        {
            return Problems.NotFound("value map", name);
        }
        http.Response.SetETag(stored.Version);
        return TypedResults.Ok(ValueMapView.From(stored));
    }
}
