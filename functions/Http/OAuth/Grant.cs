using System.Security.Claims;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.OAuth;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.OAuth;

/// <summary>What an application may be given for a user, and the principal that its tokens are made of.</summary>
internal static class Grant
{
    /// <summary>
    /// Of the scopes asked for, those that the user's roles bring. Approving live payments is never given away: a person does that.
    /// </summary>
    public static IReadOnlyList<string> Narrow(IEnumerable<string> asked, User user, OAuthApplication application)
    {
        var ofUser = Identity.Scopes.Of(user.Roles);
        return
        [
            .. asked
                .Where(scope => ofUser.Contains(scope) || scope == OpenIddictConstants.Scopes.OfflineAccess)
                .Where(scope => scope != Identity.Scopes.ApprovePayments || !application.Live)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    public static ClaimsPrincipal Principal(
        OAuthSubject subject,
        OAuthApplication application,
        IReadOnlyList<string> scopes,
        string? authorizationId
    )
    {
        var identity = new ClaimsIdentity("OAuth", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject.ToString());
        identity.SetClaim(OAuthServer.TenantClaim, subject.AccountId);
        identity.SetClaim(OAuthServer.SpaceClaim, application.Live ? "live" : "test");
        identity.SetScopes(scopes);
        identity.SetResources(OAuthServer.Audience);
        identity.SetAuthorizationId(authorizationId);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return new(identity);
    }

    public static IResult Give(ClaimsPrincipal principal) =>
        TypedResults.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

    /// <summary>An error of the protocol (RFC 6749, sections 4.1.2.1 and 5.2).</summary>
    public static IResult Refuse(string error, string description) =>
        TypedResults.Forbid(
            new(
                new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
                }
            ),
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]
        );
}
