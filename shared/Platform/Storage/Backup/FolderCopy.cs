using IntegrationFunctions.Platform.Blobs;

namespace IntegrationFunctions.Platform.Storage.Backup;

/// <summary>Copies files into a folder that is nobody's business but the owner's, to the disk and not only to the system's cache.</summary>
internal static class FolderCopy
{
    /// <exception cref="StorageException">It is there already: an attempt that was killed has left it, or it is somebody's. Neither is ours to delete.</exception>
    public static void Begin(string folder)
    {
        if (Path.Exists(folder))
        {
            throw new StorageException(
                $"{folder} is in the way, perhaps left by an attempt that was killed. Look into it and remove it."
            );
        }
        try
        {
            PrivateFolder.Create(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{folder} can't be made: {e.Message}", e);
        }
    }

    public static void Abandon(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was never there, or it can't be removed: what made us give up is the better thing to say.
        }
    }

    public static async Task<BackedUpFile> Copy(string from, string folder, string relative, CancellationToken ct)
    {
        var to = Path.Combine(folder, relative);
        PrivateFolder.Create(Path.GetDirectoryName(to)!);
        var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var _ = source.ConfigureAwait(false);
        var target = Create(to);
        await using var __ = target.ConfigureAwait(false);
        var (length, sha256) = await HashingCopy.Run(source, target, ct).ConfigureAwait(false);
        target.Flush(flushToDisk: true);
        return new(Named(relative), length, sha256);
    }

    /// <summary>Brings a file that is there already to the disk, and says what it is.</summary>
    public static async Task<BackedUpFile> Seal(string folder, string path, CancellationToken ct)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        await using var _ = file.ConfigureAwait(false);
        var (length, sha256) = await HashingCopy.Run(file, Stream.Null, ct).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
        return new(Named(Path.GetRelativePath(folder, path)), length, sha256);
    }

    public static async Task Write(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var file = Create(path);
        await using var _ = file.ConfigureAwait(false);
        await file.WriteAsync(content, ct).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return new FileStream(path, options);
    }

    private static string Named(string relative) => relative.Replace(Path.DirectorySeparatorChar, '/');
}
