using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class RevokeKey
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{id}/keys/{keyId}", Handle)
            .RequireRoles(UserEndpoints.Managers)
            .RequireScope("keys:write")
            .Described(
                "revokeKey",
                "Revoke an API key",
                "It opens nothing from now on, and can't be brought back. A repeat is harmless. Only an owner may revoke an owner's key.",
                404
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id,
        string keyId,
        HttpContext http,
        IUsers users,
        IApiKeys keys,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await users.Get(caller.TenantId, id, ct) is not { } user)
        {
            return Problems.NotFound("user", id);
        }
        if (!caller.MayManage(user.Roles))
        {
            return Problems.Forbidden("Only an owner may revoke an owner's key.");
        }
        var own = await keys.List(caller.TenantId, id, ct);
        return own.Any(k => k.Id == keyId) && await keys.Revoke(caller.TenantId, keyId, ct)
            ? TypedResults.NoContent()
            : Problems.NotFound("key", keyId);
    }
}
