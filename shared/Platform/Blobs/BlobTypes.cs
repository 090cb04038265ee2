namespace IntegrationFunctions.Platform.Blobs;

/// <summary>How a blob is written.</summary>
/// <param name="ContentType">Media type (RFC 9110, section 8.3.1).</param>
public sealed record BlobWrite(string ContentType)
{
    /// <summary>
    /// Names of lower-case ASCII letters, digits and underscores that begin with a letter; any values, together at most 4 KB once they are
    /// percent-encoded (Azure Blob Storage allows 8 KB).
    /// </summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Only over the version that was read.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Only where there is no blob of this name (If-None-Match: *).</summary>
    public bool OnlyIfAbsent { get; init; }

    /// <summary>What the content must hash to: 64 hexadecimal digits; null: anything.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>What is known of a blob.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">In bytes.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Sha256">Of the content, 64 lower-case hexadecimal digits.</param>
/// <param name="ETag">Changes with each write; compared, never read.</param>
/// <param name="ModifiedAt">When it was last written.</param>
/// <param name="Metadata">As given when it was written.</param>
public sealed record BlobProperties(
    string Name,
    long Length,
    string ContentType,
    string Sha256,
    string ETag,
    DateTimeOffset ModifiedAt,
    IReadOnlyDictionary<string, string> Metadata
);

/// <summary>Bytes of a blob, from an offset on.</summary>
/// <param name="Offset">0 or more.</param>
/// <param name="Length">1 or more; null: to the end.</param>
public sealed record BlobRange(long Offset, long? Length = null);

/// <summary>An open blob; to be disposed of.</summary>
public sealed class BlobContent(BlobProperties properties, Stream stream) : IAsyncDisposable
{
    /// <summary>Of the whole blob, also where a range was asked for.</summary>
    public BlobProperties Properties { get; } = properties;

    /// <summary>The content or the range of it; read once, forwards.</summary>
    public Stream Stream { get; } = stream;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}

/// <summary>How a write ended: what is stored now, or why nothing was written.</summary>
public sealed record BlobPut(BlobProperties? Properties, BlobConflict? Conflict)
{
    /// <summary>What is stored; throws where nothing was written, for writes whose conflict would be a bug.</summary>
    public BlobProperties EnsureStored() =>
        Properties ?? throw new InvalidOperationException($"The blob was refused: {Conflict}");
}

/// <summary>A page of blobs, and the cursor of the next page or null.</summary>
public sealed record BlobPage(IReadOnlyList<BlobProperties> Blobs, string? Next);

/// <summary>Why nothing was written.</summary>
public enum BlobConflict
{
    /// <summary>The name is taken.</summary>
    AlreadyExists,

    /// <summary>The stored blob is another version than the one demanded, or was replaced while this one was on its way.</summary>
    ETagMismatch,

    /// <summary>A version was demanded and nothing is stored.</summary>
    NotFound,

    /// <summary>The content is not what the caller said: it was changed or cut off on its way.</summary>
    HashMismatch,
}
