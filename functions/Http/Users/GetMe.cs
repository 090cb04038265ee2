using System.ComponentModel;
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
        return TypedResults.Ok(
            new Me(
                caller.TenantId,
                caller.UserId,
                caller.KeyId,
                [.. caller.Roles.Order()],
                caller.AccountId,
                caller.IsLive,
                caller.Method,
                [.. caller.Scopes.Order(StringComparer.Ordinal)],
                caller.ClientId
            )
        );
    }

    internal sealed record Me(
        [property: Description("The space whose data this request reaches.")] string TenantId,
        string UserId,
        [property: Description("The key, token or session, by its public id.")] string KeyId,
        IReadOnlyList<Role> Roles,
        [property: Description("The tenant whom users and keys belong to.")] string AccountId,
        [property: Description("Whether this is live data; false: the sandbox.")] bool Live,
        SignInMethod SignedInBy,
        [property: Description("What this request may do.")] IReadOnlyList<string> Scopes,
        [property: Description("The OAuth application that calls, or null.")] string? ClientId
    );
}
