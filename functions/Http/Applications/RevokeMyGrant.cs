using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class RevokeMyGrant
{
    public static void Map(IEndpointRouteBuilder grants) =>
        grants
            .MapDelete("{grantId}", Handle)
            .Described(
                "revokeMyGrant",
                "Take back what I allowed",
                "The application's tokens for you open nothing from now on.",
                404
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string grantId,
        HttpContext http,
        IOpenIddictAuthorizationManager authorizations,
        IOpenIddictTokenManager tokens,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        return await Grants.Revoke(new(caller.AccountId, caller.UserId), grantId, authorizations, tokens, ct)
            ? TypedResults.NoContent()
            : Problems.NotFound("grant", grantId);
    }
}
