namespace IntegrationFunctions.Identity;

/// <summary>Keys that programs sign in with.</summary>
public interface IApiKeys
{
    /// <summary>Makes a key for a user of a tenant. The caller of this has checked that the user is there.</summary>
    Task<NewApiKey> Create(
        string tenantId,
        string userId,
        string name,
        string createdBy,
        CancellationToken ct = default
    );

    /// <summary>Who calls with this key; null where it is malformed, unknown or revoked, or its user is gone.</summary>
    ValueTask<Caller?> Authenticate(string key, CancellationToken ct = default);

    /// <summary>Shuts a key off: in this process from the moment this returns. False where the tenant has no such key.</summary>
    Task<bool> Revoke(string tenantId, string keyId, CancellationToken ct = default);

    /// <summary>Keys of a user, revoked ones included, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> List(string tenantId, string userId, CancellationToken ct = default);
}
