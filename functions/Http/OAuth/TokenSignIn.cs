using System.Security.Claims;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.OAuth;
using OpenIddict.Abstractions;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.OAuth;

/// <summary>Who calls the API with an access token.</summary>
internal static class TokenSignIn
{
    /// <summary>The caller; null where the token is none of ours, over or revoked, or its user is gone.</summary>
    public static async Task<Caller?> Find(IServiceProvider services, string text, CancellationToken ct)
    {
        await services.GetRequiredService<OAuthKeys>().Refresh(ct);
        if (
            await Validate(services, text, ct) is not { } token
            || OAuthSubject.Parse(token.GetClaim(Claims.Subject)) is not { } subject
            || await services.GetRequiredService<IUsers>().Get(subject.AccountId, subject.UserId, ct)
                is not { DisabledAt: null } user
            || await services.GetRequiredService<ITenants>().Get(subject.AccountId, ct) is not { } tenant
            || tenant.Space(token.GetClaim(OAuthServer.SpaceClaim) == "live") is not { } space
        )
        {
            return null;
        }
        var clientId = token.GetClaim(Claims.ClientId)!;
        var applications = services.GetRequiredService<IOpenIddictApplicationManager>();
        if (await applications.FindByClientIdAsync(clientId, ct) is not OAuthApplication application)
        {
            return null;
        }
        var scopes = Grant.Narrow(token.GetScopes(), user, application).ToHashSet(StringComparer.Ordinal);
        return new Caller(space, user.Id, token.GetAuthorizationId() ?? clientId, user.Roles.ToHashSet())
        {
            AccountId = tenant.Id,
            IsLive = application.Live,
            Method = SignInMethod.AccessToken,
            ClientId = clientId,
            Scopes = scopes,
            WrittenAt = application.CreatedAt,
        };
    }

    private static async Task<ClaimsPrincipal?> Validate(IServiceProvider services, string text, CancellationToken ct)
    {
        try
        {
            var validation = services.GetRequiredService<OpenIddictValidationService>();
            var token = await validation.ValidateAccessTokenAsync(text, ct);
            return await IsValid(services, token, ct) ? token : null;
        }
        catch (OpenIddictExceptions.ProtocolException)
        {
            return null;
        }
    }

    // Signed and in time is not enough: what was revoked is so from then on, for every process.
    private static async Task<bool> IsValid(IServiceProvider services, ClaimsPrincipal token, CancellationToken ct)
    {
        // RFC 7519, section 4.1.5; the library looks at the end alone.
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (
            token.GetClaim(Claims.NotBefore) is { } from
            && !(long.TryParse(from, out var begin) && begin <= now.ToUnixTimeSeconds())
        )
        {
            return false;
        }
        var tokens = services.GetRequiredService<IOpenIddictTokenManager>();
        return token.GetTokenId() is { } id
            && await tokens.FindByIdAsync(id, ct) is { } entry
            && await tokens.HasStatusAsync(entry, Statuses.Valid, ct)
            && await tokens.GetExpirationDateAsync(entry, ct) > now;
    }
}
