using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class RevokeGrant
{
    public static void Map(IEndpointRouteBuilder grants) =>
        grants
            .MapDelete("{grantId}", Handle)
            .Described(
                "revokeGrant",
                "Take back what a user allowed",
                "The application's tokens for the user open nothing from now on.",
                404
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id,
        string grantId,
        HttpContext http,
        IUsers users,
        IOpenIddictAuthorizationManager authorizations,
        IOpenIddictTokenManager tokens,
        CancellationToken ct
    )
    {
        var account = http.Caller().AccountId;
        if (await users.Get(account, id, ct) is null)
        {
            return Problems.NotFound("user", id);
        }
        return await Grants.Revoke(new(account, id), grantId, authorizations, tokens, ct)
            ? TypedResults.NoContent()
            : Problems.NotFound("grant", grantId);
    }
}
