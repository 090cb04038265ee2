using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Blobs.Local;

/// <summary>
/// The blobs of one tenant in a folder. A file is called after the SHA-256 of the blob's name: no name is too long for a file system, none
/// leaves the folder, and names that differ by case alone stay two on disks that don't tell case apart. A list reads the end of every file,
/// which is right for a laptop's thousands.
/// </summary>
internal sealed class FolderBlobStore(string root, string tenant, TimeProvider clock, Lock gate) : IBlobStore
{
    /// <summary>Where blobs are written before they have their name; no tenant's folder is called like this.</summary>
    public const string Uploads = "uploads";

    private readonly string _folder = Path.Combine(root, tenant);

    /// <summary>What a tenant's folder is called: a prefix, and capital letters marked, so that ids differ on every disk.</summary>
    public static string Encode(string tenantId) =>
        "t."
        + string.Concat(tenantId.Select(c => char.IsAsciiLetterUpper(c) ? $"~{char.ToLowerInvariant(c)}" : $"{c}"));

    public Task<BlobPut> Put(string name, Stream content, BlobWrite write, CancellationToken ct = default)
    {
        BlobNames.Check(name);
        BlobNames.Check(write);
        return Disk(() => Write(name, content, write, ct));
    }

    public Task<BlobContent?> Get(string name, BlobRange? range = null, CancellationToken ct = default)
    {
        BlobNames.Check(name);
        BlobNames.Check(range);
        return Disk<BlobContent?>(async () =>
        {
            if (Open(FileOf(name)) is not { } file)
            {
                return null;
            }
            try
            {
                var properties = await BlobFile.ReadProperties(file, ct).ConfigureAwait(false);
                var offset = Math.Min(range?.Offset ?? 0, properties.Length);
                var length = Math.Min(range?.Length ?? long.MaxValue, properties.Length - offset);
                file.Position = offset;
                var part = new PartStream(file, length);
                return new BlobContent(properties, range is null ? new VerifyingStream(part, properties) : part);
            }
            catch
            {
                await file.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        });
    }

    public Task<BlobProperties?> Head(string name, CancellationToken ct = default)
    {
        BlobNames.Check(name);
        return Disk(() => Properties(FileOf(name), ct));
    }

    public Task<BlobConflict?> Delete(string name, string? ifMatch = null, CancellationToken ct = default)
    {
        BlobNames.Check(name);
        return Disk(() =>
        {
            lock (gate)
            {
                var stored = PropertiesNow(FileOf(name), ct);
                var conflict =
                    ifMatch is null ? (BlobConflict?)null
                    : stored is null ? BlobConflict.NotFound
                    : stored.ETag == ifMatch ? null
                    : BlobConflict.ETagMismatch;
                if (conflict is null && stored is not null)
                {
                    File.Delete(FileOf(name));
                }
                return Task.FromResult(conflict);
            }
        });
    }

    public Task<BlobPage> List(
        string prefix = "",
        int limit = 100,
        string? cursor = null,
        CancellationToken ct = default
    )
    {
        BlobNames.CheckPrefix(prefix);
        BlobNames.CheckLimit(limit);
        return Disk(async () =>
        {
            var found = new List<BlobProperties>();
            foreach (var path in Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder) : [])
            {
                if (
                    await Properties(path, ct).ConfigureAwait(false) is { } blob
                    && blob.Name.StartsWith(prefix, StringComparison.Ordinal)
                    && (cursor is null || string.CompareOrdinal(blob.Name, cursor) > 0)
                )
                {
                    found.Add(blob);
                }
            }
            var page = found.OrderBy(b => b.Name, StringComparer.Ordinal).Take(limit).ToList();
            return new BlobPage(page, page.Count < found.Count ? page[^1].Name : null);
        });
    }

    private async Task<BlobPut> Write(string name, Stream content, BlobWrite write, CancellationToken ct)
    {
        PrivateFolder.Create(root);
        PrivateFolder.Create(Path.Combine(root, Uploads));
        PrivateFolder.Create(_folder);
        var upload = Path.Combine(root, Uploads, Guid.NewGuid().ToString("N"));
        try
        {
            BlobProperties properties;
            var file = new FileStream(upload, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024);
            await using (file.ConfigureAwait(false))
            {
                var (length, sha256) = await HashingCopy.Run(content, file, ct).ConfigureAwait(false);
                if (write.Sha256 is { } expected && !sha256.Equals(expected, StringComparison.OrdinalIgnoreCase))
                {
                    return new(null, BlobConflict.HashMismatch);
                }
                properties = new BlobProperties(
                    name,
                    length,
                    write.ContentType,
                    sha256,
                    $"\"{Guid.NewGuid():N}\"",
                    clock.GetUtcNow(),
                    new Dictionary<string, string>(write.Metadata)
                );
                await BlobFile.WriteProperties(file, properties, ct).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }
            lock (gate)
            {
                if (Refusal(PropertiesNow(FileOf(name), ct), write) is { } conflict)
                {
                    return new(null, conflict);
                }
                File.Move(upload, FileOf(name), overwrite: true);
                return new(properties, null);
            }
        }
        finally
        {
            File.Delete(upload);
        }
    }

    private static BlobConflict? Refusal(BlobProperties? stored, BlobWrite write) =>
        write.OnlyIfAbsent && stored is not null ? BlobConflict.AlreadyExists
        : write.IfMatch is null ? null
        : stored is null ? BlobConflict.NotFound
        : stored.ETag == write.IfMatch ? null
        : BlobConflict.ETagMismatch;

    private string FileOf(string name) =>
        Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))) + ".blob");

    // Inside the lock, where nothing may be awaited; the file is small at its end and local.
    private static BlobProperties? PropertiesNow(string path, CancellationToken ct) =>
        Properties(path, ct).GetAwaiter().GetResult();

    private static async Task<BlobProperties?> Properties(string path, CancellationToken ct)
    {
        if (Open(path) is not { } file)
        {
            return null;
        }
        await using (file.ConfigureAwait(false))
        {
            return await BlobFile.ReadProperties(file, ct).ConfigureAwait(false);
        }
    }

    // Others may replace or remove the blob while it is read: the reader keeps what it opened.
    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static async Task<T> Disk<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException(
                $"The blobs in the data folder can't be reached ({e.Message}). Mend its permissions.",
                e
            );
        }
        catch (IOException e) when (e.Message.Contains("No space left", StringComparison.Ordinal))
        {
            throw new StorageException("The disk of the data folder is full; nothing was stored. Make room on it.", e);
        }
    }
}
