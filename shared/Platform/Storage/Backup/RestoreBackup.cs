namespace IntegrationFunctions.Platform.Storage.Backup;

/// <summary>Makes a data folder of a backup: all of it, checked to the byte, or nothing.</summary>
public static class RestoreBackup
{
    /// <param name="backup">A folder that <see cref="WriteBackup"/> made; nothing in it is changed.</param>
    /// <param name="data">The data folder to make; it must be missing or empty.</param>
    /// <param name="open">Opens the platform's database in a folder, so that one which this program can't use is refused before it has a place.</param>
    /// <param name="ct">Ends the copying; what was copied is removed.</param>
    /// <exception cref="StorageException">It is no backup, a file is missing or damaged, the target is not empty, or it can't be opened.</exception>
    public static async Task<BackupManifest> Run(
        string backup,
        string data,
        Func<string, Task> open,
        CancellationToken ct = default
    )
    {
        var source = Path.GetFullPath(backup);
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));
        var manifest = BackupManifest.Read(source);
        if (File.Exists(whole) || (Directory.Exists(whole) && Directory.EnumerateFileSystemEntries(whole).Any()))
        {
            throw new StorageException(
                $"{whole} is not empty, and a restore replaces nothing. Move it away, or name another folder with --data DIR."
            );
        }
        var part = whole + ".restoring";
        FolderCopy.Begin(part);
        try
        {
            foreach (var file in manifest.Files)
            {
                await Restore(source, part, file, ct).ConfigureAwait(false);
            }
            await open(part).ConfigureAwait(false);
            // The lock of the opening just now.
            File.Delete(Path.Combine(part, "lock"));
            if (Directory.Exists(whole))
            {
                Directory.Delete(whole);
            }
            Directory.Move(part, whole);
            return manifest;
        }
        catch (Exception e)
        {
            FolderCopy.Abandon(part);
            throw e is IOException or UnauthorizedAccessException
                ? new StorageException($"{whole} can't be restored: {e.Message}", e)
                : e;
        }
    }

    private static async Task Restore(string source, string part, BackedUpFile file, CancellationToken ct)
    {
        BackedUpFile copied;
        try
        {
            copied = await FolderCopy.Copy(Path.Combine(source, file.Path), part, file.Path, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StorageException($"{file.Path} is missing in the backup {source}. Take another backup.", e);
        }
        if (copied != file)
        {
            throw new StorageException(
                $"{file.Path} in the backup {source} is damaged: {copied.Length} bytes with the SHA-256 {copied.Sha256}, "
                    + $"written were {file.Length} with {file.Sha256}. Take another backup."
            );
        }
    }
}
