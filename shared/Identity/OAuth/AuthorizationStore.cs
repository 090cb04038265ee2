using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IntegrationFunctions.Platform.Documents;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Identity.OAuth;

internal sealed class AuthorizationStore(IDocumentStores stores, TimeProvider clock)
    : OAuthStore<OAuthAuthorization>(stores, Group, "grant", OAuthJson.Default.OAuthAuthorization, clock),
        IOpenIddictAuthorizationStore<OAuthAuthorization>
{
    public const string Group = "oauthAuthorizations";

    public async IAsyncEnumerable<OAuthAuthorization> FindAsync(
        string? subject,
        string? client,
        string? status,
        string? type,
        ImmutableArray<string>? scopes,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var one in Candidates(subject, client, cancellationToken).ConfigureAwait(false))
        {
            if (
                (subject is null || one.Subject == subject)
                && (client is null || one.ApplicationId == client)
                && (status is null || one.Status == status)
                && (type is null || one.Type == type)
                && (scopes is null || scopes.Value.All(scope => one.Scopes?.Contains(scope) is true))
            )
            {
                yield return one;
            }
        }
    }

    public IAsyncEnumerable<OAuthAuthorization> FindByApplicationIdAsync(
        string identifier,
        CancellationToken cancellationToken
    ) => By("applicationId", identifier, cancellationToken);

    public IAsyncEnumerable<OAuthAuthorization> FindBySubjectAsync(
        string subject,
        CancellationToken cancellationToken
    ) => By("subject", subject, cancellationToken);

    public ValueTask<string?> GetApplicationIdAsync(
        OAuthAuthorization authorization,
        CancellationToken cancellationToken
    ) => new(authorization.ApplicationId);

    public ValueTask<DateTimeOffset?> GetCreationDateAsync(
        OAuthAuthorization authorization,
        CancellationToken cancellationToken
    ) => new(authorization.CreationDate);

    public ValueTask<ImmutableArray<string>> GetScopesAsync(
        OAuthAuthorization authorization,
        CancellationToken cancellationToken
    ) => new(Array(authorization.Scopes));

    public ValueTask<string?> GetStatusAsync(OAuthAuthorization authorization, CancellationToken cancellationToken) =>
        new(authorization.Status);

    public ValueTask<string?> GetSubjectAsync(OAuthAuthorization authorization, CancellationToken cancellationToken) =>
        new(authorization.Subject);

    public ValueTask<string?> GetTypeAsync(OAuthAuthorization authorization, CancellationToken cancellationToken) =>
        new(authorization.Type);

    // What people gave stays until they take it back.
    public ValueTask<long> PruneAsync(DateTimeOffset threshold, CancellationToken cancellationToken) => new(0L);

    public ValueTask<long> RevokeAsync(
        string? subject,
        string? client,
        string? status,
        string? type,
        CancellationToken cancellationToken
    ) => Change(FindAsync(subject, client, status, type, null, cancellationToken), Revoke, cancellationToken);

    public ValueTask<long> RevokeByApplicationIdAsync(string identifier, CancellationToken cancellationToken) =>
        Change(FindByApplicationIdAsync(identifier, cancellationToken), Revoke, cancellationToken);

    public ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        Change(FindBySubjectAsync(subject, cancellationToken), Revoke, cancellationToken);

    public ValueTask SetApplicationIdAsync(
        OAuthAuthorization authorization,
        string? identifier,
        CancellationToken cancellationToken
    ) => Done(() => authorization.ApplicationId = identifier);

    public ValueTask SetCreationDateAsync(
        OAuthAuthorization authorization,
        DateTimeOffset? date,
        CancellationToken cancellationToken
    ) => Done(() => authorization.CreationDate = date);

    public ValueTask SetScopesAsync(
        OAuthAuthorization authorization,
        ImmutableArray<string> scopes,
        CancellationToken cancellationToken
    ) => Done(() => authorization.Scopes = List(scopes));

    public ValueTask SetStatusAsync(
        OAuthAuthorization authorization,
        string? status,
        CancellationToken cancellationToken
    ) => Done(() => authorization.Status = status);

    public ValueTask SetSubjectAsync(
        OAuthAuthorization authorization,
        string? subject,
        CancellationToken cancellationToken
    ) => Done(() => authorization.Subject = subject);

    public ValueTask SetTypeAsync(
        OAuthAuthorization authorization,
        string? type,
        CancellationToken cancellationToken
    ) => Done(() => authorization.Type = type);

    private IAsyncEnumerable<OAuthAuthorization> Candidates(string? subject, string? client, CancellationToken ct) =>
        subject is not null ? FindBySubjectAsync(subject, ct)
        : client is not null ? FindByApplicationIdAsync(client, ct)
        : ListAsync(null, null, ct);

    private static bool Revoke(OAuthAuthorization authorization)
    {
        var isChange = authorization.Status != Statuses.Revoked;
        authorization.Status = Statuses.Revoked;
        return isChange;
    }
}
