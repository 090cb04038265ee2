using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

internal static class RemoveAuthenticator
{
    public static void Map(IEndpointRouteBuilder me) =>
        me.MapPost("authenticator/remove", Handle)
            .Described(
                "removeAuthenticator",
                "Remove my authenticator",
                "With a code of it or a recovery code. From now on signing in asks for the password alone.",
                400,
                422,
                429
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        AuthenticatorCode body,
        HttpContext http,
        ISignIn signIn,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (caller.NeedsSession() is { } refusal)
        {
            return refusal;
        }
        var attempt = await signIn.RemoveTotp(caller.AccountId, caller.UserId, body.Code.Trim(), ct);
        return attempt.Refusal("/code") is { } wrong ? wrong : TypedResults.NoContent();
    }
}
