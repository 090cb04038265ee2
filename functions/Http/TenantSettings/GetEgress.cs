using IntegrationFunctions.Platform.Http.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.TenantSettings;

internal static class GetEgress
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("egress", Handle)
            .RequireRoles(TenantEndpoints.Managers)
            .Described(
                "getEgress",
                "Read where requests may go",
                "The tenant's list of allowed hosts and those of its extensions. Private networks are refused whatever the lists say."
            );

    private static async Task<Ok<EgressView>> Handle(HttpContext http, IEgressRules rules, CancellationToken ct)
    {
        var egress = await rules.Get(http.Caller().TenantId, ct);
        http.Response.SetETag(egress.Version);
        return TypedResults.Ok(EgressView.From(egress));
    }
}
