using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class GetMe
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me", Handle)
            .WithTags("Users")
            .RequireAnyRole()
            .RequireScope("profile:read")
            .Described("getMe", "Who am I", "Tenant, user, key and roles that this request was made with.");

    private static Ok<Me> Handle(HttpContext http)
    {
        var caller = http.Caller();
        return TypedResults.Ok(new Me(caller.TenantId, caller.UserId, caller.KeyId, [.. caller.Roles.Order()]));
    }

    internal sealed record Me(string TenantId, string UserId, string KeyId, IReadOnlyList<Role> Roles);
}
