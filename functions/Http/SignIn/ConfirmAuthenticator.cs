using System.ComponentModel;
using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

internal static class ConfirmAuthenticator
{
    public static void Map(IEndpointRouteBuilder me) =>
        me.MapPost("authenticator/confirm", Handle)
            .Described(
                "confirmAuthenticator",
                "Switch my authenticator on",
                "With a code of the app. From now on signing in asks for one. Answers with ten recovery codes, this once; each opens once.",
                400,
                422
            );

    private static async Task<Results<Ok<View>, ProblemHttpResult>> Handle(
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
        return await signIn.ConfirmTotp(caller.AccountId, caller.UserId, body.Code.Trim(), ct) is { } codes
            ? TypedResults.Ok(new View(codes))
            : Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "credential-wrong",
                "The code is wrong or over, or no authenticator was begun. Look whether the clock of your device is right.",
                "/code"
            );
    }

    [DisplayName("RecoveryCodes")]
    internal sealed record View(
        [property: Description("Each stands in for a code of the app, once. Keep them apart from the device.")]
            IReadOnlyList<string> RecoveryCodes
    );
}

/// <summary>A code of the authenticator app.</summary>
internal sealed record AuthenticatorCode(
    [property: Description("Six digits, or a recovery code where the app is lost.")] string Code
);
