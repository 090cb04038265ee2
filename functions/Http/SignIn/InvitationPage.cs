using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.SignIn;

/// <summary><c>/invitation</c>: where somebody who was invited sets a password. It ends all other sessions of the user.</summary>
internal static class InvitationPage
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/invitation", Show).ExcludeFromDescription();
        app.MapPost("/invitation", Accept).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> Show(string? token, HttpContext http, ISignIn signIn, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await signIn.FindInvited(token ?? "", ct) is { } user ? Form(token!, user.Name, null) : Over();
    }

    private static async Task<IResult> Accept(
        [FromForm] string? token,
        [FromForm] string? password,
        HttpContext http,
        ISignIn signIn,
        ISessions sessions,
        SignInBrake brake,
        CancellationToken ct
    )
    {
        if (SignInGuard.Refusal(http, brake) is { } refusal)
        {
            return refusal;
        }
        if (await signIn.FindInvited(token ?? "", ct) is not { } invited)
        {
            return Over();
        }
        if (PasswordRules.Fault(password ?? "", invited) is { } fault)
        {
            return Form(token!, invited.Name, fault, StatusCodes.Status422UnprocessableEntity);
        }
        if (await signIn.AcceptInvitation(token!, password!, ct) is not var (tenant, user))
        {
            return Over();
        }
        await sessions.EndAll(tenant, user.Id, ct: ct);
        return SignInPage.SeeOther(http, "/sign-in");
    }

    private static IResult Over() =>
        SignInFrame.Page(
            "This link is over",
            "<p>It was used already, or it is older than three days. Ask an administrator for another one.</p>",
            StatusCodes.Status404NotFound
        );

    private static IResult Form(string token, string name, string? error, int status = StatusCodes.Status200OK) =>
        SignInFrame.Page(
            $"Welcome, {name}",
            $"""
            {SignInFrame.Error(error)}
            <p>Choose a password of at least {PasswordRules.Shortest} characters. A sentence of a few words is a good one.</p>
            <form method="post" action="/invitation">
              <input type="hidden" name="token" value="{SignInFrame.Text(token)}">
              <label for="password">Password</label>
              <input id="password" name="password" type="password" required autofocus autocomplete="new-password" minlength="{PasswordRules.Shortest}">
              <button>Set password</button>
            </form>
            """,
            status
        );
}
