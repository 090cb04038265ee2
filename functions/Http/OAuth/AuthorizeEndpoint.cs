using System.Collections.Immutable;
using IntegrationFunctions.Functions.Http.SignIn;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.OAuth;
using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.OAuth;

/// <summary>
/// <c>/connect/authorize</c> (RFC 6749, section 3.1): who is signed in and has allowed it goes on at once, others sign in and are asked.
/// OpenIddict has checked the client, its redirect URI and PKCE before.
/// </summary>
internal static class AuthorizeEndpoint
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], Handle)
            .DisableAntiforgery()
            .ExcludeFromDescription();

    private static async Task<IResult> Handle(
        HttpContext http,
        ISessions sessions,
        ITenants tenants,
        IUsers users,
        IOpenIddictApplicationManager applications,
        IOpenIddictAuthorizationManager authorizations,
        CancellationToken ct
    )
    {
        var request = http.GetOpenIddictServerRequest()!;
        var application = (OAuthApplication)(await applications.FindByClientIdAsync(request.ClientId!, ct))!;
        var secret = SessionCookie.Read(http.Request);
        var session = secret is null ? null : await sessions.Find(secret, ct);
        if (
            session is not { NeedsCode: false }
            || await users.Get(session.TenantId, session.UserId, ct) is not { DisabledAt: null } user
        )
        {
            return request.HasPromptValue(PromptValues.None)
                ? Grant.Refuse(Errors.LoginRequired, "Nobody is signed in.")
                : SignInFirst(http, request);
        }
        if (await Refusal(application, session.TenantId, tenants, ct) is { } refusal)
        {
            return refusal;
        }
        var scopes = Grant.Narrow(request.GetScopes(), user, application);
        if (scopes.Count == 0)
        {
            return Grant.Refuse(
                Errors.InvalidScope,
                "None of the scopes asked for is one that this user's roles bring."
            );
        }
        var subject = new OAuthSubject(session.TenantId, user.Id);
        var given = await Given(authorizations, subject, application, scopes, ct);
        var decision =
            HttpMethods.IsPost(http.Request.Method) && SameOrigin.Is(http.Request)
                ? (string?)request["decision"]
                : null;
        if (decision == "deny")
        {
            return Grant.Refuse(Errors.AccessDenied, "The user said no.");
        }
        if (decision == "allow")
        {
            given ??= await authorizations.CreateAsync(
                new System.Security.Claims.ClaimsIdentity("OAuth"),
                subject.ToString(),
                application.Id,
                AuthorizationTypes.Permanent,
                [.. scopes],
                ct
            );
        }
        else if (given is null || request.HasPromptValue(PromptValues.Consent))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Grant.Refuse(Errors.ConsentRequired, "The user has not allowed this yet.")
                : ConsentPage.Show(http, request, application, user, session.TenantId, scopes);
        }
        var id = await authorizations.GetIdAsync(given, ct);
        return Grant.Give(Grant.Principal(subject, application, scopes, id));
    }

    private static async Task<IResult?> Refusal(
        OAuthApplication application,
        string tenantId,
        ITenants tenants,
        CancellationToken ct
    )
    {
        if (!application.AnyTenant && application.TenantId != tenantId)
        {
            return Grant.Refuse(Errors.AccessDenied, "This application is for users of its own tenant alone.");
        }
        return application.Live && await tenants.IsSandbox(tenantId, ct) is not false
            ? Grant.Refuse(
                Errors.AccessDenied,
                "This application works on live data, and the tenant has a sandbox only."
            )
            : null;
    }

    private static async Task<object?> Given(
        IOpenIddictAuthorizationManager authorizations,
        OAuthSubject subject,
        OAuthApplication application,
        IReadOnlyList<string> scopes,
        CancellationToken ct
    )
    {
        var all = authorizations.FindAsync(
            subject.ToString(),
            application.Id,
            Statuses.Valid,
            AuthorizationTypes.Permanent,
            scopes.ToImmutableArray(),
            ct
        );
        await foreach (var one in all)
        {
            return one;
        }
        return null;
    }

    private static IResult SignInFirst(HttpContext http, OpenIddictRequest request)
    {
        var query = QueryString.Create(
            request.GetParameters().Select(p => KeyValuePair.Create(p.Key, (string?)p.Value))
        );
        var back = Uri.EscapeDataString($"/connect/authorize{query}");
        return SignInPage.SeeOther(http, $"/sign-in?return={back}");
    }
}
