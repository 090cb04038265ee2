using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IntegrationFunctions.Platform.Documents;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Identity.OAuth;

internal sealed class ApplicationStore(IDocumentStores stores, TimeProvider clock)
    : OAuthStore<OAuthApplication>(stores, Group, "app", OAuthJson.Default.OAuthApplication, clock),
        IOpenIddictApplicationStore<OAuthApplication>,
        IOAuthApplications
{
    public const string Group = "oauthApplications";

    // An application is called by its id; one identifier is enough.
    public ValueTask<OAuthApplication?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken) =>
        FindByIdAsync(identifier, cancellationToken);

    public IAsyncEnumerable<OAuthApplication> FindByPostLogoutRedirectUriAsync(
        string uri,
        CancellationToken cancellationToken
    ) => Where(application => application.PostLogoutRedirectUris?.Contains(uri) is true, cancellationToken);

    public IAsyncEnumerable<OAuthApplication> FindByRedirectUriAsync(string uri, CancellationToken cancellationToken) =>
        Where(application => application.RedirectUris?.Contains(uri) is true, cancellationToken);

    public IAsyncEnumerable<OAuthApplication> Of(string tenantId, CancellationToken ct = default) =>
        By("tenantId", tenantId, ct);

    public ValueTask<string?> GetApplicationTypeAsync(
        OAuthApplication application,
        CancellationToken cancellationToken
    ) => new(application.ApplicationType);

    public ValueTask<string?> GetClientIdAsync(OAuthApplication application, CancellationToken cancellationToken) =>
        new(application.ClientId);

    public ValueTask<string?> GetClientSecretAsync(OAuthApplication application, CancellationToken cancellationToken) =>
        new(application.ClientSecret);

    public ValueTask<string?> GetClientTypeAsync(OAuthApplication application, CancellationToken cancellationToken) =>
        new(application.ClientType);

    public ValueTask<string?> GetConsentTypeAsync(OAuthApplication application, CancellationToken cancellationToken) =>
        new(application.ConsentType);

    public ValueTask<string?> GetDisplayNameAsync(OAuthApplication application, CancellationToken cancellationToken) =>
        new(application.DisplayName);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(
        OAuthApplication application,
        CancellationToken cancellationToken
    ) =>
        new(
            (application.DisplayNames ?? []).ToImmutableDictionary(
                pair => CultureInfo.GetCultureInfo(pair.Key),
                pair => pair.Value
            )
        );

    public ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(
        OAuthApplication application,
        CancellationToken cancellationToken
    ) => new(application.JsonWebKeySet is { } json ? JsonWebKeySet.Create(json) : null);

    public ValueTask<ImmutableArray<string>> GetPermissionsAsync(
        OAuthApplication application,
        CancellationToken cancellationToken
    ) => new(Array(application.Permissions));

    public ValueTask<ImmutableArray<string>> GetPostLogoutRedirectUrisAsync(
        OAuthApplication application,
        CancellationToken cancellationToken
    ) => new(Array(application.PostLogoutRedirectUris));

    public ValueTask<ImmutableArray<string>> GetRedirectUrisAsync(
        OAuthApplication application,
        CancellationToken cancellationToken
    ) => new(Array(application.RedirectUris));

    public ValueTask<ImmutableArray<string>> GetRequirementsAsync(
        OAuthApplication application,
        CancellationToken cancellationToken
    ) => new(Array(application.Requirements));

    public ValueTask<ImmutableDictionary<string, string>> GetSettingsAsync(
        OAuthApplication application,
        CancellationToken cancellationToken
    ) => new((application.Settings ?? []).ToImmutableDictionary());

    public ValueTask SetApplicationTypeAsync(
        OAuthApplication application,
        string? type,
        CancellationToken cancellationToken
    ) => Done(() => application.ApplicationType = type);

    public ValueTask SetClientIdAsync(
        OAuthApplication application,
        string? identifier,
        CancellationToken cancellationToken
    ) => Done(() => application.ClientId = identifier);

    public ValueTask SetClientSecretAsync(
        OAuthApplication application,
        string? secret,
        CancellationToken cancellationToken
    ) => Done(() => application.ClientSecret = secret);

    public ValueTask SetClientTypeAsync(
        OAuthApplication application,
        string? type,
        CancellationToken cancellationToken
    ) => Done(() => application.ClientType = type);

    public ValueTask SetConsentTypeAsync(
        OAuthApplication application,
        string? type,
        CancellationToken cancellationToken
    ) => Done(() => application.ConsentType = type);

    public ValueTask SetDisplayNameAsync(
        OAuthApplication application,
        string? name,
        CancellationToken cancellationToken
    ) => Done(() => application.DisplayName = name);

    public ValueTask SetDisplayNamesAsync(
        OAuthApplication application,
        ImmutableDictionary<CultureInfo, string> names,
        CancellationToken cancellationToken
    ) =>
        Done(() =>
            application.DisplayNames = names is { Count: > 0 }
                ? names.ToDictionary(pair => pair.Key.Name, pair => pair.Value)
                : null
        );

    public ValueTask SetJsonWebKeySetAsync(
        OAuthApplication application,
        JsonWebKeySet? set,
        CancellationToken cancellationToken
    ) => Done(() => application.JsonWebKeySet = set is null ? null : JsonSerializer.Serialize(set));

    public ValueTask SetPermissionsAsync(
        OAuthApplication application,
        ImmutableArray<string> permissions,
        CancellationToken cancellationToken
    ) => Done(() => application.Permissions = List(permissions));

    public ValueTask SetPostLogoutRedirectUrisAsync(
        OAuthApplication application,
        ImmutableArray<string> uris,
        CancellationToken cancellationToken
    ) => Done(() => application.PostLogoutRedirectUris = List(uris));

    public ValueTask SetRedirectUrisAsync(
        OAuthApplication application,
        ImmutableArray<string> uris,
        CancellationToken cancellationToken
    ) => Done(() => application.RedirectUris = List(uris));

    public ValueTask SetRequirementsAsync(
        OAuthApplication application,
        ImmutableArray<string> requirements,
        CancellationToken cancellationToken
    ) => Done(() => application.Requirements = List(requirements));

    public ValueTask SetSettingsAsync(
        OAuthApplication application,
        ImmutableDictionary<string, string> settings,
        CancellationToken cancellationToken
    ) => Done(() => application.Settings = settings is { Count: > 0 } ? settings.ToDictionary() : null);

    // OpenIddict asks so only where somebody signs out through the protocol, which is not switched on.
    private async IAsyncEnumerable<OAuthApplication> Where(
        Func<OAuthApplication, bool> holds,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await foreach (var application in ListAsync(null, null, ct).ConfigureAwait(false))
        {
            if (holds(application))
            {
                yield return application;
            }
        }
    }
}
