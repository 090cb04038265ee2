using System.ComponentModel;
using System.Runtime.CompilerServices;
using IntegrationFunctions.Identity.OAuth;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.Applications;

/// <summary>What a person has allowed an application to do, as the API shows it.</summary>
[DisplayName("Grant")]
internal sealed record GrantView(
    [property: Description("grant_...")] string Id,
    [property: Description("app_...")] string ApplicationId,
    [property: Description("The application's name.")] string? ApplicationName,
    IReadOnlyList<string> Scopes,
    DateTimeOffset? CreatedAt
);

/// <summary>Reading and taking back what people allowed.</summary>
internal static class Grants
{
    public static async IAsyncEnumerable<GrantView> Of(
        OAuthSubject subject,
        IOpenIddictAuthorizationManager authorizations,
        IOpenIddictApplicationManager applications,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await foreach (var one in authorizations.FindBySubjectAsync(subject.ToString(), ct))
        {
            if (one is OAuthAuthorization { Status: Statuses.Valid, ApplicationId: { } applicationId } grant)
            {
                var application = await applications.FindByIdAsync(applicationId, ct) as OAuthApplication;
                yield return new(
                    grant.Id,
                    applicationId,
                    application?.DisplayName,
                    grant.Scopes ?? [],
                    grant.CreationDate
                );
            }
        }
    }

    /// <summary>False where the user gave no such grant. Its tokens open nothing from the moment that this returns.</summary>
    public static async Task<bool> Revoke(
        OAuthSubject subject,
        string grantId,
        IOpenIddictAuthorizationManager authorizations,
        IOpenIddictTokenManager tokens,
        CancellationToken ct
    )
    {
        if (
            await authorizations.FindByIdAsync(grantId, ct) is not OAuthAuthorization grant
            || grant.Subject != subject.ToString()
        )
        {
            return false;
        }
        await authorizations.TryRevokeAsync(grant, ct);
        await tokens.RevokeByAuthorizationIdAsync(grant.Id, ct);
        return true;
    }
}
