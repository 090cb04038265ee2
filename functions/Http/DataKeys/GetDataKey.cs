using IntegrationFunctions.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.DataKeys;

internal static class GetDataKey
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireRoles(DataKeyEndpoints.Readers)
            .Described(
                "getDataKey",
                "Look at the data key",
                "Which key seals the tenant's secrets and sensitive fields. It is made when the first of them is stored, and never shown."
            );

    private static async Task<Ok<DataKeyView>> Handle(HttpContext http, ITenantKeys keys, CancellationToken ct) =>
        TypedResults.Ok(DataKeyView.From(await keys.State(http.Caller().TenantId, ct)));
}
