namespace IntegrationFunctions.Platform.Blobs;

/// <summary>Opens the blobs of a tenant. A handle reaches that tenant's blobs and no other's.</summary>
public interface IBlobStores
{
    /// <summary>The blobs of one tenant; cheap.</summary>
    /// <exception cref="ArgumentException">The text can't be a tenant's id (<see cref="IdRules.IsId"/>).</exception>
    IBlobStore ForTenant(string tenantId);
}

/// <summary>
/// Files of one tenant: written whole or not at all, and read back as they were written. Names are paths, told apart by case
/// (<see cref="BlobNames"/>). Every method throws <see cref="ArgumentException"/> for a name that can't be one, and
/// <see cref="Storage.StorageException"/> where the store can't be used or a blob is damaged.
/// </summary>
public interface IBlobStore
{
    /// <summary>
    /// Stores what the stream holds from its position on. Its SHA-256 is computed while it is written; nothing is stored where it is not
    /// the one that the caller expects, or where a condition does not hold.
    /// </summary>
    Task<BlobPut> Put(string name, Stream content, BlobWrite write, CancellationToken ct = default);

    /// <summary>
    /// The blob, or null. A read of the whole verifies its SHA-256 before the last bytes are handed out, and fails with a
    /// <see cref="Storage.StorageException"/> where it differs. A range that begins at or after the end is empty.
    /// </summary>
    Task<BlobContent?> Get(string name, BlobRange? range = null, CancellationToken ct = default);

    /// <summary>What is known of the blob without its content, or null.</summary>
    Task<BlobProperties?> Head(string name, CancellationToken ct = default);

    /// <summary>Removes a blob. One that isn't there is a conflict only where <paramref name="ifMatch"/> is given.</summary>
    Task<BlobConflict?> Delete(string name, string? ifMatch = null, CancellationToken ct = default);

    /// <summary>Blobs whose names begin with the prefix, in ordinal order; a page can be shorter than the limit before the last.</summary>
    /// <param name="prefix">Empty: all.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cursor"><see cref="BlobPage.Next"/> of the page before, or null.</param>
    /// <param name="ct">Stops it.</param>
    Task<BlobPage> List(string prefix = "", int limit = 100, string? cursor = null, CancellationToken ct = default);
}
