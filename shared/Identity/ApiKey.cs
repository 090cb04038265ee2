namespace IntegrationFunctions.Identity;

/// <summary>What is kept of an API key: all but the key. The document's id is the key's SHA-256.</summary>
/// <param name="Id">Public id: <c>key_...</c></param>
/// <param name="TenantId">Whose.</param>
/// <param name="UserId">The user in whose name it acts.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Hint">The key's first characters, to recognise it by.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">The user who made it, or <c>system</c>.</param>
/// <param name="RevokedAt">Since when it opens nothing.</param>
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
    int SchemaVersion = 1
);

/// <summary>A key that was just made. <paramref name="Secret"/> can't be had again.</summary>
public sealed record NewApiKey(ApiKey Key, string Secret);
