using System.Globalization;
using Azure.Storage.Blobs.Models;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Blobs.Azure;

/// <summary>
/// Reads what the service knows of a blob. Values of metadata travel as HTTP headers and are percent-encoded (UTF-8); the hash is metadata
/// of our own, whose name no caller can take because it begins with an underscore.
/// </summary>
internal static class AzureProperties
{
    private const string Sha256 = "_sha256";

    public static Dictionary<string, string> Metadata(BlobWrite write, string sha256)
    {
        var metadata = write.Metadata.ToDictionary(m => m.Key, m => Uri.EscapeDataString(m.Value));
        metadata[Sha256] = sha256;
        return metadata;
    }

    public static BlobProperties Of(string name, global::Azure.Storage.Blobs.Models.BlobProperties blob) =>
        Create(name, blob.ContentLength, blob.ContentType, blob.ETag.ToString("H"), blob.LastModified, blob.Metadata);

    public static BlobProperties Of(string name, BlobItem blob) =>
        Create(
            name,
            blob.Properties.ContentLength ?? 0,
            blob.Properties.ContentType,
            blob.Properties.ETag?.ToString("H") ?? "",
            blob.Properties.LastModified ?? default,
            blob.Metadata
        );

    public static BlobProperties Of(string name, BlobDownloadDetails blob) =>
        Create(name, Whole(blob), blob.ContentType, blob.ETag.ToString("H"), blob.LastModified, blob.Metadata);

    // A part says the length of the whole behind the slash: "bytes 0-9/100" (RFC 9110, section 14.4).
    private static long Whole(BlobDownloadDetails blob) =>
        blob.ContentRange is { } range && range.LastIndexOf('/') is var slash and >= 0
            ? long.Parse(range.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture)
            : blob.ContentLength;

    private static BlobProperties Create(
        string name,
        long length,
        string contentType,
        string etag,
        DateTimeOffset modified,
        IDictionary<string, string> metadata
    ) =>
        new(
            name,
            length,
            contentType,
            metadata.TryGetValue(Sha256, out var sha256)
                ? sha256
                : throw new StorageException(
                    $"The blob '{name}' has no SHA-256 in its metadata, so this platform did not write it. Move it out of the container '{AzureBlobOptions.Container}'."
                ),
            etag,
            modified,
            metadata
                .Where(m => !m.Key.StartsWith('_'))
                .ToDictionary(m => m.Key.ToLowerInvariant(), m => Uri.UnescapeDataString(m.Value))
        );
}
