using IntegrationFunctions.Platform.Blobs;

namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>
/// The files that statements came in, kept byte for byte: books must be provable from what the bank sent. A file is a blob called after its
/// hash, so that the same file is kept once, however many statements it holds and however often it comes.
/// </summary>
internal static class StatementFiles
{
    private static string Name(string sha256) => $"statements/{sha256}";

    public static async Task Keep(IBlobStore store, string sha256, Stream file, string format, CancellationToken ct)
    {
        var name = Name(sha256);
        if (await store.Head(name, ct).ConfigureAwait(false) is not null)
        {
            return;
        }
        file.Position = 0;
        var write = new BlobWrite("application/xml")
        {
            OnlyIfAbsent = true,
            Sha256 = sha256,
            Metadata = new Dictionary<string, string> { ["format"] = format },
        };
        var put = await store.Put(name, file, write, ct).ConfigureAwait(false);
        // Somebody else's import of the same file is as good as ours.
        if (put.Conflict is not (null or BlobConflict.AlreadyExists))
        {
            put.EnsureStored();
        }
    }

    public static async Task<StatementOriginal?> Find(IBlobStore store, string sha256, CancellationToken ct) =>
        await store.Head(Name(sha256), ct).ConfigureAwait(false) is { } blob
            ? new(new SeekableBlob(store, blob), blob.ContentType, sha256, blob.ModifiedAt)
            : null;
}
