using System.ComponentModel;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

internal static class BeginAuthenticator
{
    private const string Issuer = "Integration Functions";

    public static void Map(IEndpointRouteBuilder me) =>
        me.MapPost("authenticator", Handle)
            .Described(
                "beginAuthenticator",
                "Set up my authenticator app",
                "Answers with the secret, this once. Put it into the app, and confirm with a code of it; before that nothing changes.",
                409
            );

    private static async Task<Results<Ok<View>, ProblemHttpResult>> Handle(
        HttpContext http,
        IUsers users,
        ISignIn signIn,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (caller.NeedsSession() is { } refusal)
        {
            return refusal;
        }
        var user = await users.Get(caller.AccountId, caller.UserId, ct);
        return await signIn.BeginTotp(caller.AccountId, caller.UserId, ct) is { } secret
            ? TypedResults.Ok(new View(secret, Totp.Uri(secret, user?.Email ?? caller.UserId, Issuer)))
            : Problems.Create(
                StatusCodes.Status409Conflict,
                "authenticator-set",
                "You have an authenticator already. Remove it first, with a code of it."
            );
    }

    [DisplayName("AuthenticatorSecret")]
    internal sealed record View(
        [property: Description("Base 32 (RFC 4648), to type in.")] string Secret,
        [property: Description("otpauth://..., to show as a QR code.")] string Uri
    );
}
