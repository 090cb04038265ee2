using System.ComponentModel;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

internal static class ChangePassword
{
    public static void Map(IEndpointRouteBuilder me) =>
        me.MapPut("password", Handle)
            .Described(
                "changeMyPassword",
                "Change my password",
                "With the old one, from a browser's session. All your other sessions end. A password has 12 characters at least.",
                400,
                422,
                429
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Body body,
        HttpContext http,
        IUsers users,
        ISignIn signIn,
        ISessions sessions,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (caller.NeedsSession() is { } refusal)
        {
            return refusal;
        }
        var user = await users.Get(caller.AccountId, caller.UserId, ct);
        if (PasswordRules.Fault(body.New, user) is { } fault)
        {
            return Problems.Create(StatusCodes.Status422UnprocessableEntity, "validation-failed", fault, "/new");
        }
        var attempt = await signIn.ChangePassword(caller.AccountId, caller.UserId, body.Old, body.New, ct);
        if (attempt.Refusal("/old") is { } wrong)
        {
            return wrong;
        }
        await sessions.EndAll(caller.AccountId, caller.UserId, caller.KeyId, ct);
        return TypedResults.NoContent();
    }

    [DisplayName("PasswordChange")]
    internal sealed record Body(
        [property: Description("The password until now.")] string Old,
        [property: Description("The password from now on, 12 to 200 characters.")] string New
    );
}
