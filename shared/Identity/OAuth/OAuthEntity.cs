using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Identity.OAuth;

/// <summary>What the OAuth server keeps as a document of the platform's own tenant. OpenIddict fills these in field by field.</summary>
public abstract class OAuthEntity
{
    /// <summary>The document's id.</summary>
    public string Id { get; set; } = "";

    /// <summary>What OpenIddict's extensions add.</summary>
    public Dictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>Version of this document's shape.</summary>
    public int SchemaVersion { get; set; } = 1;

    /// <summary>As it was read; a write demands it.</summary>
    [JsonIgnore]
    public string? ETag { get; set; }

    /// <summary>From when on it may be forgotten; null: it stays.</summary>
    internal virtual DateTimeOffset? ForgottenAt => null;
}

/// <summary>A registered application (RFC 6749, section 2).</summary>
public sealed class OAuthApplication : OAuthEntity
{
    /// <summary>The client identifier; the same as the id.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret's hash; null: a public client.</summary>
    public string? ClientSecret { get; set; }

    /// <summary><c>confidential</c> or <c>public</c>.</summary>
    public string? ClientType { get; set; }

    /// <summary><c>web</c> or <c>native</c>.</summary>
    public string? ApplicationType { get; set; }

    /// <summary><c>explicit</c>: people are asked.</summary>
    public string? ConsentType { get; set; }

    /// <summary>For people.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The same in other languages.</summary>
    public Dictionary<string, string>? DisplayNames { get; set; }

    /// <summary>Keys of a client that signs its requests, as a JWK set.</summary>
    public string? JsonWebKeySet { get; set; }

    /// <summary>Endpoints, grant types and scopes, as OpenIddict writes them.</summary>
    public List<string>? Permissions { get; set; }

    /// <summary>Where people are sent after signing out.</summary>
    public List<string>? PostLogoutRedirectUris { get; set; }

    /// <summary>Where codes are sent.</summary>
    public List<string>? RedirectUris { get; set; }

    /// <summary>What is asked beyond the standard: PKCE.</summary>
    public List<string>? Requirements { get; set; }

    /// <summary>Life times that differ.</summary>
    public Dictionary<string, string>? Settings { get; set; }

    /// <summary>The account of the developer whose it is.</summary>
    public string TenantId { get; set; } = "";

    /// <summary>Whether its tokens open live data; false: sandboxes.</summary>
    public bool Live { get; set; }

    /// <summary>Whether people of other tenants may give it access.</summary>
    public bool AnyTenant { get; set; }

    /// <summary>The user of its own tenant as whom it acts when it acts for nobody; null: it never does.</summary>
    public string? RunsAs { get; set; }

    /// <summary>Who registered it.</summary>
    public string CreatedBy { get; set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Grows with every change.</summary>
    public int Version { get; set; } = 1;
}

/// <summary>What a person has given an application.</summary>
public sealed class OAuthAuthorization : OAuthEntity
{
    /// <summary>To which.</summary>
    public string? ApplicationId { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset? CreationDate { get; set; }

    /// <summary>What it may do.</summary>
    public List<string>? Scopes { get; set; }

    /// <summary><c>valid</c> or <c>revoked</c>.</summary>
    public string? Status { get; set; }

    /// <summary>Who: see <see cref="OAuthSubject"/>.</summary>
    public string? Subject { get; set; }

    /// <summary><c>permanent</c> or <c>ad-hoc</c>.</summary>
    public string? Type { get; set; }
}

/// <summary>A code or a token that was given out.</summary>
public sealed class OAuthToken : OAuthEntity
{
    /// <summary>To which application.</summary>
    public string? ApplicationId { get; set; }

    /// <summary>From which authorization.</summary>
    public string? AuthorizationId { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset? CreationDate { get; set; }

    /// <summary>How long it is good.</summary>
    public DateTimeOffset? ExpirationDate { get; set; }

    /// <summary>The token itself, encrypted, where the client holds a reference.</summary>
    public string? Payload { get; set; }

    /// <summary>When it was used up.</summary>
    public DateTimeOffset? RedemptionDate { get; set; }

    /// <summary>Hash of the reference that the client holds.</summary>
    public string? ReferenceId { get; set; }

    /// <summary><c>valid</c>, <c>redeemed</c>, <c>revoked</c>...</summary>
    public string? Status { get; set; }

    /// <summary>Whose: see <see cref="OAuthSubject"/>.</summary>
    public string? Subject { get; set; }

    /// <summary><c>access_token</c>, <c>refresh_token</c>, <c>authorization_code</c>...</summary>
    public string? Type { get; set; }

    // A day longer than it is good: a used-up one that comes again is known for what it is.
    internal override DateTimeOffset? ForgottenAt => ExpirationDate?.AddDays(1);
}

/// <summary>The <c>sub</c> of a token: a user's id is unique within the account alone.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="UserId">The user.</param>
public sealed record OAuthSubject(string AccountId, string UserId)
{
    /// <inheritdoc/>
    public override string ToString() => $"{AccountId}/{UserId}";

    /// <summary>Null where the text is none.</summary>
    public static OAuthSubject? Parse(string? text) =>
        text?.Split('/') is [{ Length: > 0 } account, { Length: > 0 } user] ? new(account, user) : null;
}
