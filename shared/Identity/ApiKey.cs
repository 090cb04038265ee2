namespace IntegrationFunctions.Identity;

/// <summary>What is kept of an API key: all but the key. The document's id is the key's SHA-256.</summary>
/// <param name="Id">Public id: <c>key_...</c></param>
/// <param name="TenantId">Whose account it belongs to.</param>
/// <param name="UserId">The user in whose name it acts.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Hint">The key's first characters, to recognise it by.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">The user who made it, or <c>system</c>.</param>
/// <param name="RevokedAt">Since when it opens nothing.</param>
/// <param name="Live">Whether it opens live data; false: the sandbox.</param>
/// <param name="Scopes">What it may do at most; null: whatever its user may.</param>
/// <param name="ExpiresAt">From when on it opens nothing; null: it stays.</param>
/// <param name="AllowedAddresses">Networks that it may come from, such as <c>192.0.2.0/24</c>; null: any.</param>
/// <param name="ReplacedBy">The key that takes its place; until <paramref name="ExpiresAt"/> both open.</param>
/// <param name="LastUsedAt">When it was used last, to the hour.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record ApiKey(
    string Id,
    string TenantId,
    string UserId,
    string Name,
    string Hint,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? RevokedAt = null,
    bool Live = false,
    IReadOnlyList<string>? Scopes = null,
    DateTimeOffset? ExpiresAt = null,
    IReadOnlyList<string>? AllowedAddresses = null,
    string? ReplacedBy = null,
    DateTimeOffset? LastUsedAt = null,
    int SchemaVersion = 2
)
{
    /// <summary>
    /// What it may do of what its user may. A live key that somebody else made never approves: who makes keys for approvers would be one.
    /// </summary>
    public IReadOnlySet<string> Narrow(IReadOnlySet<string> ofUser)
    {
        var byAnother = Live && CreatedBy != UserId && CreatedBy != Tenant.System;
        return Scopes is null && !byAnother
            ? ofUser
            : ofUser
                .Where(scope => Scopes?.Contains(scope) ?? true)
                .Where(scope => !byAnother || scope != Identity.Scopes.ApprovePayments)
                .ToHashSet(StringComparer.Ordinal);
    }
}

/// <summary>A key that was just made. <paramref name="Secret"/> can't be had again.</summary>
public sealed record NewApiKey(ApiKey Key, string Secret);

/// <summary>A key to make.</summary>
/// <param name="TenantId">Whose account; it is there, and so is the user.</param>
/// <param name="UserId">In whose name it acts.</param>
/// <param name="Name">What it is for.</param>
/// <param name="CreatedBy">The user who makes it, or <c>system</c>.</param>
public sealed record ApiKeyRequest(string TenantId, string UserId, string Name, string CreatedBy)
{
    /// <summary>Whether it opens live data; null: where the account has some.</summary>
    public bool? Live { get; init; }

    /// <inheritdoc cref="ApiKey.Scopes"/>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <inheritdoc cref="ApiKey.ExpiresAt"/>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <inheritdoc cref="ApiKey.AllowedAddresses"/>
    public IReadOnlyList<string>? AllowedAddresses { get; init; }
}

/// <summary>Who calls with a key, or why nobody does.</summary>
public readonly record struct KeySignIn(Caller? Caller, KeyRefusal Refusal = KeyRefusal.Unknown);

/// <summary>Why a key opens nothing.</summary>
public enum KeyRefusal
{
    /// <summary>It is malformed, unknown or revoked, or its user is gone.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It may not come from this address.</summary>
    Address,
}
