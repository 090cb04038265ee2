namespace IntegrationFunctions.Platform.Secrets;

/// <summary>
/// The keys that seal the tenants' data keys, and nothing else. One is current; older ones stay until no data key needs them. A master key
/// never leaves its ring. Infrastructure failures throw <see cref="Storage.StorageException"/>.
/// </summary>
public interface IMasterKeys
{
    /// <summary>The key that <see cref="Wrap"/> seals with.</summary>
    Task<string> CurrentId(CancellationToken ct = default);

    /// <summary>All keys of the ring, the current one first.</summary>
    Task<IReadOnlyList<string>> Ids(CancellationToken ct = default);

    /// <summary>Seals a data key with the current master key.</summary>
    /// <param name="dataKey">32 bytes.</param>
    /// <param name="associated">What the box is bound to: it opens only with the same bytes.</param>
    /// <param name="ct">Gives up.</param>
    Task<WrappedKey> Wrap(ReadOnlyMemory<byte> dataKey, byte[] associated, CancellationToken ct = default);

    /// <summary>Opens what <see cref="Wrap"/> sealed; null where it was changed, or sealed for another place.</summary>
    /// <exception cref="Storage.StorageException">The ring doesn't hold the key that it was sealed with.</exception>
    Task<byte[]?> Unwrap(WrappedKey wrapped, byte[] associated, CancellationToken ct = default);

    /// <summary>Makes a new key, which is current from now on, and returns its id. The older ones go on opening.</summary>
    Task<string> Rotate(CancellationToken ct = default);

    /// <summary>Forgets an older key for good; one that isn't there is no error.</summary>
    /// <exception cref="ArgumentException">It is the current one.</exception>
    Task Remove(string id, CancellationToken ct = default);
}

/// <summary>A data key, sealed with a master key.</summary>
/// <param name="MasterKey">Id of the master key.</param>
/// <param name="Sealed">Nonce (12 bytes), ciphertext, tag (16 bytes).</param>
public sealed record WrappedKey(string MasterKey, byte[] Sealed);
