using IntegrationFunctions.Identity.Cors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.TenantSettings;

internal static class GetCors
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("cors", Handle)
            .RequireRoles(TenantEndpoints.Managers)
            .Described(
                "getCors",
                "Read whose pages may call",
                "The web origins whose pages may call the API for the tenant."
            );

    private static async Task<Ok<CorsView>> Handle(HttpContext http, ICorsOrigins origins, CancellationToken ct)
    {
        var cors = await origins.Get(http.Caller().AccountId, ct);
        http.Response.SetETag(cors.Version);
        return TypedResults.Ok(new CorsView(cors.Origins));
    }
}
