namespace IntegrationFunctions.Platform.Secrets;

/// <summary>
/// A tenant's data keys: numbered from 1, one of them current. Older ones stay, for what they sealed. Where a tenant has none yet, the first
/// use makes one. Conflicts between processes are settled here; infrastructure failures throw <see cref="Storage.StorageException"/>.
/// </summary>
public interface ITenantKeys
{
    /// <summary>The key that new values are sealed with.</summary>
    /// <exception cref="KeyDestroyedException">The tenant's keys were destroyed, and no new one was made.</exception>
    Task<DataKey> Current(string tenantId, CancellationToken ct = default);

    /// <summary>The key of a number, to open what it sealed.</summary>
    /// <exception cref="KeyDestroyedException">It was destroyed.</exception>
    /// <exception cref="Storage.StorageException">The tenant never had such a key, or it can't be opened.</exception>
    Task<DataKey> Find(string tenantId, int number, CancellationToken ct = default);

    /// <summary>What is known of a tenant's keys, past any cache, or null where it has none.</summary>
    Task<TenantKeyState?> State(string tenantId, CancellationToken ct = default);

    /// <summary>Makes a new current key. Older values go on opening with theirs; other processes seal with the new one within a minute.</summary>
    /// <exception cref="KeyDestroyedException">The tenant's keys were destroyed: <see cref="Renew"/> is the way back.</exception>
    Task<int> Rotate(string tenantId, CancellationToken ct = default);

    /// <summary>Seals the tenant's keys with the current master key; false where they are already, or there are none.</summary>
    Task<bool> Rewrap(string tenantId, CancellationToken ct = default);

    /// <summary>
    /// Forgets all keys of the tenant for good. What they sealed can't be read any more: in this process from now on, in others within a
    /// minute. A tenant without keys can be destroyed too: it gets none by itself from then on.
    /// </summary>
    Task Destroy(string tenantId, CancellationToken ct = default);

    /// <summary>Makes a key for a tenant whose keys were destroyed, and returns its number. What was sealed before stays unreadable.</summary>
    /// <exception cref="ArgumentException">The tenant's keys were not destroyed.</exception>
    Task<int> Renew(string tenantId, CancellationToken ct = default);
}

/// <summary>A key that values of one tenant are sealed with.</summary>
public sealed class DataKey
{
    private readonly byte[] _key;

    internal DataKey(int number, byte[] key)
    {
        Number = number;
        _key = key;
    }

    /// <summary>Stands beside each value that it sealed.</summary>
    public int Number { get; }

    /// <summary>AES-256-GCM (NIST SP 800-38D), bound to <paramref name="associated"/>: nonce, ciphertext, tag.</summary>
    public byte[] Seal(ReadOnlySpan<byte> value, byte[] associated) => Sealing.Seal(_key, value, associated);

    /// <summary>The value, or null where the box was sealed with another key, for another place, or was changed.</summary>
    public byte[]? Open(ReadOnlySpan<byte> box, byte[] associated) => Sealing.Open(_key, box, associated);
}

/// <summary>What may be told of a tenant's keys.</summary>
/// <param name="Current">Number of the current key, or null where they were destroyed.</param>
/// <param name="MasterKeys">Ids of the master keys that they are sealed with.</param>
/// <param name="DestroyedAt">When keys of the tenant were last destroyed, or null.</param>
public sealed record TenantKeyState(int? Current, IReadOnlyList<string> MasterKeys, DateTimeOffset? DestroyedAt);
