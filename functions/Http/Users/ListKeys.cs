using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class ListKeys
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/keys", Handle)
            .RequireRoles(UserEndpoints.Readers)
            .RequireScope("keys:read")
            .Described("listKeys", "List a user's keys", "Revoked ones included; never the keys themselves.", 404);

    private static async Task<Results<Ok<Page<KeyView>>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IUsers users,
        IApiKeys keys,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await users.Get(tenant, id, ct) is null)
        {
            return Problems.NotFound("user", id);
        }
        var list = await keys.List(tenant, id, ct);
        return TypedResults.Ok(new Page<KeyView>([.. list.Select(KeyView.From)], null));
    }
}
