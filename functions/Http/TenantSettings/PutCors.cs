using System.ComponentModel;
using IntegrationFunctions.Identity.Cors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.TenantSettings;

internal static class PutCors
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPut("cors", Handle)
            .RequireRoles(TenantEndpoints.Managers)
            .Described(
                "putCors",
                "Say whose pages may call",
                "Replaces the list. An origin is https, or http on localhost, without a path; there is no wildcard. If-Match must carry the "
                    + "ETag that was read: 428 without, 412 where somebody else was faster. Other processes obey within ten seconds.",
                400,
                412,
                413,
                415,
                422,
                428
            );

    private static async Task<Results<Ok<CorsView>, ProblemHttpResult>> Handle(
        CorsView body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read.")] string? ifMatch,
        HttpContext http,
        ICorsOrigins origins,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (http.Request.TryIfMatch(out var version) is { } refused)
        {
            return refused;
        }
        var outcome = await origins.Put(http.Caller().AccountId, version, body.Origins, ct);
        if (outcome.Cors is not { } cors)
        {
            return Problems.From(outcome.Errors);
        }
        http.Response.SetETag(cors.Version);
        return TypedResults.Ok(new CorsView(cors.Origins));
    }
}
