using System.Net;

namespace IntegrationFunctions.Identity;

/// <summary>Keys that programs sign in with.</summary>
public interface IApiKeys
{
    /// <summary>Makes a key for a user of a tenant. The caller of this has checked that the user is there.</summary>
    /// <exception cref="ArgumentException">A live key for a tenant that has a sandbox only, or a network that is none.</exception>
    Task<NewApiKey> Create(ApiKeyRequest request, CancellationToken ct = default);

    /// <summary>Who calls with this key.</summary>
    /// <param name="key">As it was sent.</param>
    /// <param name="from">The client's address; null where it isn't known: keys that are bound to addresses then open nothing.</param>
    /// <param name="ct">Gives up.</param>
    ValueTask<KeySignIn> Authenticate(string key, IPAddress? from, CancellationToken ct = default);

    /// <summary>
    /// Makes a key of the same kind in place of one, which goes on opening for <paramref name="overlap"/>; null where the tenant has no such
    /// key, or it is revoked, expired or replaced already. Its life is as long as that of the old one was meant to be.
    /// </summary>
    Task<NewApiKey?> Rotate(string tenantId, string keyId, TimeSpan overlap, string by, CancellationToken ct = default);

    /// <summary>Shuts a key off: in this process from the moment this returns. False where the tenant has no such key.</summary>
    Task<bool> Revoke(string tenantId, string keyId, CancellationToken ct = default);

    /// <summary>The key, or null.</summary>
    Task<ApiKey?> Get(string tenantId, string keyId, CancellationToken ct = default);

    /// <summary>Keys of a user, revoked ones included, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> List(string tenantId, string userId, CancellationToken ct = default);
}

/// <summary>What can be said of keys in fewer words.</summary>
public static class ApiKeysExtensions
{
    /// <summary>Makes a key that does whatever its user may, and opens live data where the tenant has some.</summary>
    public static Task<NewApiKey> Create(
        this IApiKeys keys,
        string tenantId,
        string userId,
        string name,
        string createdBy,
        CancellationToken ct = default
    ) => keys.Create(new ApiKeyRequest(tenantId, userId, name, createdBy), ct);
}
