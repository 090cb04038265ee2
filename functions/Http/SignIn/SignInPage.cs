using IntegrationFunctions.Functions.Http.SignIn.Staff;
using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.SignIn;

/// <summary><c>/sign-in</c>: tenant, address and password of a person, and where there is an authenticator, its code.</summary>
internal static class SignInPage
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", (string? @return, HttpContext http) => Form(http, @return, null, null, null))
            .ExcludeFromDescription();
        app.MapPost("/sign-in", SignIn).DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/sign-in/code", GiveCode).DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/sign-out", SignOut).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> SignIn(
        [FromForm] string? tenant,
        [FromForm] string? email,
        [FromForm] string? password,
        [FromForm(Name = "return")] string? then,
        HttpContext http,
        ISignIn signIn,
        ISessions sessions,
        SignInBrake brake,
        SignInAudit audit,
        CancellationToken ct
    )
    {
        if (SignInGuard.Refusal(http, brake) is { } refusal)
        {
            return refusal;
        }
        var attempt = await signIn.Try(tenant?.Trim() ?? "", email ?? "", password ?? "", ct);
        if (attempt.User is not { } user)
        {
            audit.Refused(http, tenant?.Trim() ?? "", email, null, $"The password: {Explain(attempt)}");
            return Form(http, then, tenant, email, Explain(attempt), StatusCodes.Status401Unauthorized);
        }
        var needsCode = attempt.Outcome == SignInOutcome.CodeNeeded;
        var begun = await sessions.Begin(
            new(
                tenant!.Trim(),
                user.Id,
                needsCode,
                ClientAddress.From(http)?.ToString(),
                http.Request.Headers.UserAgent.ToString()
            ),
            ct
        );
        if (!needsCode)
        {
            await audit.Begun(http, tenant!.Trim(), user.Id, begun.Session.Id, "password");
        }
        SessionCookie.Write(http, begun.Secret);
        return needsCode ? CodeForm(then, null) : SeeOther(http, then);
    }

    private static async Task<IResult> GiveCode(
        [FromForm] string? code,
        [FromForm(Name = "return")] string? then,
        HttpContext http,
        ISignIn signIn,
        ISessions sessions,
        SignInBrake brake,
        SignInAudit audit,
        CancellationToken ct
    )
    {
        if (SignInGuard.Refusal(http, brake) is { } refusal)
        {
            return refusal;
        }
        if (
            SessionCookie.Read(http.Request) is not { } secret
            || await sessions.Find(secret, ct) is not { NeedsCode: true } session
        )
        {
            return Form(
                http,
                then,
                null,
                null,
                "That took too long. Sign in again.",
                StatusCodes.Status401Unauthorized
            );
        }
        var attempt = await signIn.TryCode(session.TenantId, session.UserId, code?.Trim() ?? "", ct);
        if (attempt.Outcome != SignInOutcome.SignedIn || await sessions.Finish(secret, ct) is not { } finished)
        {
            audit.Refused(http, session.TenantId, null, session.UserId, $"The code: {Explain(attempt)}");
            return CodeForm(then, Explain(attempt), StatusCodes.Status401Unauthorized);
        }
        await audit.Begun(http, session.TenantId, session.UserId, finished.Session.Id, "password and code");
        SessionCookie.Write(http, finished.Secret);
        return SeeOther(http, then);
    }

    private static async Task<IResult> SignOut(
        HttpContext http,
        ISessions sessions,
        SignInAudit audit,
        CancellationToken ct
    )
    {
        if (!SameOrigin.Is(http.Request))
        {
            return SignInGuard.Foreign();
        }
        if (SessionCookie.Read(http.Request) is { } secret && await sessions.Find(secret, ct) is { } session)
        {
            await sessions.End(session.TenantId, session.UserId, session.Id, ct);
            await audit.Ended(http, session.TenantId, session.UserId, session.Id);
        }
        SessionCookie.Clear(http);
        return SeeOther(http, "/sign-in");
    }

    // 303, so that going back does not send the password again.
    internal static IResult SeeOther(HttpContext http, string? to)
    {
        http.Response.Headers.Location = SignInFrame.Local(to);
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static string Explain(SignInAttempt attempt) =>
        attempt.Outcome == SignInOutcome.Locked
            ? $"Too many wrong attempts. Try again after {attempt.LockedUntil:yyyy-MM-dd HH:mm} UTC."
            : "That is not right. Check what you typed, and try again.";

    private static IResult Form(
        HttpContext http,
        string? then,
        string? tenant,
        string? email,
        string? error,
        int status = StatusCodes.Status200OK
    ) =>
        SignInFrame.Page(
            "Sign in",
            $"""
            {SignInFrame.Error(error)}
            <form method="post" action="/sign-in">
              <input type="hidden" name="return" value="{SignInFrame.Text(SignInFrame.Local(then))}">
              <label for="tenant">Tenant</label>
              <input id="tenant" name="tenant" required autocomplete="organization" value="{SignInFrame.Text(tenant)}">
              <label for="email">E-mail address</label>
              <input id="email" name="email" type="email" required autocomplete="username" value="{SignInFrame.Text(
                email
            )}">
              <label for="password">Password</label>
              <input id="password" name="password" type="password" required autocomplete="current-password">
              <button>Sign in</button>
            </form>
            {StaffSignIn.Link(http, then)}
            """,
            status
        );

    private static IResult CodeForm(string? then, string? error, int status = StatusCodes.Status200OK) =>
        SignInFrame.Page(
            "Enter the code",
            $"""
            {SignInFrame.Error(error)}
            <p>Six digits of your authenticator app, or one of your recovery codes.</p>
            <form method="post" action="/sign-in/code">
              <input type="hidden" name="return" value="{SignInFrame.Text(SignInFrame.Local(then))}">
              <label for="code">Code</label>
              <input id="code" name="code" required autofocus autocomplete="one-time-code" maxlength="20">
              <button>Go on</button>
            </form>
            """,
            status
        );
}
