using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace IntegrationFunctions.Platform.Blobs.Azure;

/// <summary>
/// Uploads in blocks and commits their list once the hash is known: until then nothing can be read, and what is never committed the service
/// throws away after a week.
/// </summary>
internal static class AzureUpload
{
    private const int BlockBytes = 4 * 1024 * 1024;

    public static async Task<BlobPut> Run(
        BlockBlobClient client,
        string name,
        Stream content,
        BlobWrite write,
        CancellationToken ct
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var upload = Guid.NewGuid().ToString("N");
        var blocks = new List<string>();
        var buffer = new byte[BlockBytes];
        long length = 0;
        int read;
        while ((read = await content.ReadAtLeastAsync(buffer, BlockBytes, false, ct).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
            // Ids of one length, and of this upload alone.
            var id = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{upload}-{blocks.Count:D5}"));
            using var block = new MemoryStream(buffer, 0, read, writable: false);
            await client.StageBlockAsync(id, block, cancellationToken: ct).ConfigureAwait(false);
            blocks.Add(id);
        }
        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (write.Sha256 is { } expected && !sha256.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            return new(null, BlobConflict.HashMismatch);
        }
        return await Commit(client, name, blocks, length, sha256, write, ct).ConfigureAwait(false);
    }

    private static async Task<BlobPut> Commit(
        BlockBlobClient client,
        string name,
        List<string> blocks,
        long length,
        string sha256,
        BlobWrite write,
        CancellationToken ct
    )
    {
        var options = new CommitBlockListOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = write.ContentType },
            Metadata = AzureProperties.Metadata(write, sha256),
            Conditions = new BlobRequestConditions
            {
                IfMatch = write.IfMatch is { } etag ? new ETag(etag) : null,
                IfNoneMatch = write.OnlyIfAbsent ? ETag.All : null,
            },
        };
        try
        {
            var info = (await client.CommitBlockListAsync(blocks, options, ct).ConfigureAwait(false)).Value;
            return new(
                new(
                    name,
                    length,
                    write.ContentType,
                    sha256,
                    info.ETag.ToString("H"),
                    info.LastModified,
                    new Dictionary<string, string>(write.Metadata)
                ),
                null
            );
        }
        catch (RequestFailedException e) when (Conflict(e, write) is { } conflict)
        {
            // With a version demanded, the service says "condition not met" for another version and for none.
            var missing = write.IfMatch is not null && !(await client.ExistsAsync(ct).ConfigureAwait(false)).Value;
            return new(null, missing ? BlobConflict.NotFound : conflict);
        }
    }

    private static BlobConflict? Conflict(RequestFailedException e, BlobWrite write) =>
        e switch
        {
            { Status: 404 } when write.IfMatch is not null => BlobConflict.NotFound,
            // Whoever commits throws away the blocks that others had uploaded for the same name.
            { Status: 409 or 412 } or { ErrorCode: "InvalidBlockList" } => write.OnlyIfAbsent
                ? BlobConflict.AlreadyExists
                : BlobConflict.ETagMismatch,
            _ => null,
        };
}
