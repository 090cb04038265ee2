using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.OAuth;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.OAuth;

/// <summary>
/// <c>/connect/token</c> (RFC 6749, section 3.2). OpenIddict has authenticated the client and checked code, verifier or refresh token; here it is
/// asked again who the user is by now.
/// </summary>
internal static class TokenEndpoint
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/connect/token", Handle).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> Handle(
        HttpContext http,
        ITenants tenants,
        IUsers users,
        IOpenIddictApplicationManager applications,
        CancellationToken ct
    )
    {
        var request = http.GetOpenIddictServerRequest()!;
        var application = (OAuthApplication)(await applications.FindByClientIdAsync(request.ClientId!, ct))!;
        if (request.IsClientCredentialsGrantType())
        {
            return await ForItself(request, application, tenants, users, ct);
        }
        var result = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (
            result.Principal is not { } before
            || OAuthSubject.Parse(before.GetClaim(Claims.Subject)) is not { } subject
            || await users.Get(subject.AccountId, subject.UserId, ct) is not { DisabledAt: null } user
        )
        {
            return Grant.Refuse(Errors.InvalidGrant, "The user is no longer there or may no longer sign in.");
        }
        var scopes = Grant.Narrow(before.GetScopes(), user, application);
        return Grant.Give(Grant.Principal(subject, application, scopes, before.GetAuthorizationId()));
    }

    private static async Task<IResult> ForItself(
        OpenIddictRequest request,
        OAuthApplication application,
        ITenants tenants,
        IUsers users,
        CancellationToken ct
    )
    {
        if (
            application.RunsAs is not { } userId
            || await users.Get(application.TenantId, userId, ct) is not { DisabledAt: null } user
            || (application.Live && await tenants.IsSandbox(application.TenantId, ct) is not false)
        )
        {
            return Grant.Refuse(Errors.UnauthorizedClient, "The application names no user as whom it may run.");
        }
        // Without scopes it gets all that it is permitted.
        var prefix = Permissions.Prefixes.Scope;
        var asked = request.GetScopes() is { IsEmpty: false } some
            ? some
            :
            [
                .. (application.Permissions ?? [])
                    .Where(p => p.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(p => p[prefix.Length..]),
            ];
        var scopes = Grant
            .Narrow(asked, user, application)
            .Where(scope => scope != OpenIddictConstants.Scopes.OfflineAccess)
            .ToList();
        return scopes.Count == 0
            ? Grant.Refuse(
                Errors.InvalidScope,
                "None of the scopes is one that the roles of the application's user bring."
            )
            : Grant.Give(Grant.Principal(new(application.TenantId, user.Id), application, scopes, null));
    }
}
