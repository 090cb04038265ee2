using System.Runtime.CompilerServices;
using IntegrationFunctions.Platform.Documents;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Identity.OAuth;

internal sealed class TokenStore(IDocumentStores stores, TimeProvider clock)
    : OAuthStore<OAuthToken>(stores, Group, "tok", OAuthJson.Default.OAuthToken, clock),
        IOpenIddictTokenStore<OAuthToken>
{
    public const string Group = "oauthTokens";

    public async IAsyncEnumerable<OAuthToken> FindAsync(
        string? subject,
        string? client,
        string? status,
        string? type,
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
            )
            {
                yield return one;
            }
        }
    }

    public IAsyncEnumerable<OAuthToken> FindByApplicationIdAsync(
        string identifier,
        CancellationToken cancellationToken
    ) => By("applicationId", identifier, cancellationToken);

    public IAsyncEnumerable<OAuthToken> FindByAuthorizationIdAsync(
        string identifier,
        CancellationToken cancellationToken
    ) => By("authorizationId", identifier, cancellationToken);

    public async ValueTask<OAuthToken?> FindByReferenceIdAsync(
        string identifier,
        CancellationToken cancellationToken
    ) => await OneBy("referenceId", identifier, cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<OAuthToken> FindBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        By("subject", subject, cancellationToken);

    public ValueTask<string?> GetApplicationIdAsync(OAuthToken token, CancellationToken cancellationToken) =>
        new(token.ApplicationId);

    public ValueTask<string?> GetAuthorizationIdAsync(OAuthToken token, CancellationToken cancellationToken) =>
        new(token.AuthorizationId);

    public ValueTask<DateTimeOffset?> GetCreationDateAsync(OAuthToken token, CancellationToken cancellationToken) =>
        new(token.CreationDate);

    public ValueTask<DateTimeOffset?> GetExpirationDateAsync(OAuthToken token, CancellationToken cancellationToken) =>
        new(token.ExpirationDate);

    public ValueTask<string?> GetPayloadAsync(OAuthToken token, CancellationToken cancellationToken) =>
        new(token.Payload);

    public ValueTask<DateTimeOffset?> GetRedemptionDateAsync(OAuthToken token, CancellationToken cancellationToken) =>
        new(token.RedemptionDate);

    public ValueTask<string?> GetReferenceIdAsync(OAuthToken token, CancellationToken cancellationToken) =>
        new(token.ReferenceId);

    public ValueTask<string?> GetStatusAsync(OAuthToken token, CancellationToken cancellationToken) =>
        new(token.Status);

    public ValueTask<string?> GetSubjectAsync(OAuthToken token, CancellationToken cancellationToken) =>
        new(token.Subject);

    public ValueTask<string?> GetTypeAsync(OAuthToken token, CancellationToken cancellationToken) => new(token.Type);

    // Documents forget what is over by themselves.
    public ValueTask<long> PruneAsync(DateTimeOffset threshold, CancellationToken cancellationToken) => new(0L);

    public ValueTask<long> RevokeAsync(
        string? subject,
        string? client,
        string? status,
        string? type,
        CancellationToken cancellationToken
    ) => Change(FindAsync(subject, client, status, type, cancellationToken), Revoke, cancellationToken);

    public ValueTask<long> RevokeByApplicationIdAsync(string identifier, CancellationToken cancellationToken) =>
        Change(FindByApplicationIdAsync(identifier, cancellationToken), Revoke, cancellationToken);

    public ValueTask<long> RevokeByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken) =>
        Change(FindByAuthorizationIdAsync(identifier, cancellationToken), Revoke, cancellationToken);

    public ValueTask<long> RevokeBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        Change(FindBySubjectAsync(subject, cancellationToken), Revoke, cancellationToken);

    public ValueTask SetApplicationIdAsync(OAuthToken token, string? identifier, CancellationToken cancellationToken) =>
        Done(() => token.ApplicationId = identifier);

    public ValueTask SetAuthorizationIdAsync(
        OAuthToken token,
        string? identifier,
        CancellationToken cancellationToken
    ) => Done(() => token.AuthorizationId = identifier);

    public ValueTask SetCreationDateAsync(
        OAuthToken token,
        DateTimeOffset? date,
        CancellationToken cancellationToken
    ) => Done(() => token.CreationDate = date);

    public ValueTask SetExpirationDateAsync(
        OAuthToken token,
        DateTimeOffset? date,
        CancellationToken cancellationToken
    ) => Done(() => token.ExpirationDate = date);

    public ValueTask SetPayloadAsync(OAuthToken token, string? payload, CancellationToken cancellationToken) =>
        Done(() => token.Payload = payload);

    public ValueTask SetRedemptionDateAsync(
        OAuthToken token,
        DateTimeOffset? date,
        CancellationToken cancellationToken
    ) => Done(() => token.RedemptionDate = date);

    public ValueTask SetReferenceIdAsync(OAuthToken token, string? identifier, CancellationToken cancellationToken) =>
        Done(() => token.ReferenceId = identifier);

    public ValueTask SetStatusAsync(OAuthToken token, string? status, CancellationToken cancellationToken) =>
        Done(() => token.Status = status);

    public ValueTask SetSubjectAsync(OAuthToken token, string? subject, CancellationToken cancellationToken) =>
        Done(() => token.Subject = subject);

    public ValueTask SetTypeAsync(OAuthToken token, string? type, CancellationToken cancellationToken) =>
        Done(() => token.Type = type);

    private IAsyncEnumerable<OAuthToken> Candidates(string? subject, string? client, CancellationToken ct) =>
        subject is not null ? FindBySubjectAsync(subject, ct)
        : client is not null ? FindByApplicationIdAsync(client, ct)
        : ListAsync(null, null, ct);

    private static bool Revoke(OAuthToken token)
    {
        var isChange = token.Status != Statuses.Revoked;
        token.Status = Statuses.Revoked;
        return isChange;
    }
}
