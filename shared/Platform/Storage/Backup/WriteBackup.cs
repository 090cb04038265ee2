using System.Text.Json;
using IntegrationFunctions.Platform.Blobs.Local;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage.Backup;

/// <summary>
/// Copies a data folder while its platform runs. The database is copied inside one snapshot (SQLite's online backup interface), so documents,
/// messages, workflows and outboxes are of one moment; blobs come after it, so each that a document names is there unless it was deleted meanwhile.
/// </summary>
public static class WriteBackup
{
    /// <param name="data">The data folder; nothing in it is changed.</param>
    /// <param name="target">The folder to make; it appears when it is whole and on disk.</param>
    /// <param name="withKeys">Whether the master keys come along: then whoever has the backup can read its secrets.</param>
    /// <param name="clock">Dates the backup.</param>
    /// <param name="ct">Ends the copying; what was copied is removed.</param>
    /// <exception cref="StorageException">There is nothing to back up, the target is there already or can't be written to, or the database is damaged.</exception>
    public static async Task<BackupManifest> Run(
        string data,
        string target,
        bool withKeys,
        TimeProvider clock,
        CancellationToken ct = default
    )
    {
        var source = Path.GetFullPath(data);
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (!File.Exists(Path.Combine(source, BackupManifest.Database)))
        {
            throw new StorageException($"There is no platform in {source}. Name its data folder with --data DIR.");
        }
        if (Path.Exists(whole))
        {
            throw new StorageException($"{whole} is there already. Name a folder that is not.");
        }
        var part = whole + ".part";
        FolderCopy.Begin(part);
        try
        {
            var manifest = await Copy(source, part, withKeys, clock.GetUtcNow(), ct).ConfigureAwait(false);
            Directory.Move(part, whole);
            return manifest;
        }
        catch (Exception e)
        {
            FolderCopy.Abandon(part);
            throw e switch
            {
                SqliteException sqlite => SqliteDatabase.Explain(
                    sqlite,
                    // Of a full disk it is the copy that complains.
                    Path.Combine(sqlite.SqliteErrorCode == 13 ? whole : source, BackupManifest.Database)
                ),
                IOException or UnauthorizedAccessException => new StorageException(
                    $"The backup {whole} can't be written: {e.Message}",
                    e
                ),
                _ => e,
            };
        }
    }

    private static async Task<BackupManifest> Copy(
        string source,
        string part,
        bool withKeys,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var database = Path.Combine(part, BackupManifest.Database);
        CopyDatabase(Path.Combine(source, BackupManifest.Database), database);
        var files = new List<BackedUpFile> { await FolderCopy.Seal(part, database, ct).ConfigureAwait(false) };
        foreach (var path in Others(source, withKeys))
        {
            ct.ThrowIfCancellationRequested();
            var relative = Path.GetRelativePath(source, path);
            try
            {
                files.Add(await FolderCopy.Copy(path, part, relative, ct).ConfigureAwait(false));
            }
            catch (FileNotFoundException)
            {
                // A blob that was deleted since the folder was looked at.
            }
        }
        var manifest = new BackupManifest(BackupManifest.Name, BackupManifest.CurrentVersion, now, withKeys, files);
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest);
        await FolderCopy.Write(Path.Combine(part, BackupManifest.FileName), json, ct).ConfigureAwait(false);
        return manifest;
    }

    private static void CopyDatabase(string from, string to)
    {
        using var source = SqliteConnections.OpenUntouched(from);
        using var copy = SqliteConnections.OpenCopy(to);
        source.BackupDatabase(copy);
        // One file, without a log beside it.
        Text(copy, "PRAGMA journal_mode=DELETE");
        var health = Text(copy, "PRAGMA quick_check(1)");
        if (health != "ok")
        {
            throw new StorageException($"{from} is damaged: {health}. No backup was made; keep the older ones.");
        }
    }

    private static string? Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    private static IEnumerable<string> Others(string source, bool withKeys)
    {
        var blobs = Path.Combine(source, BackupManifest.Blobs);
        var uploads = Path.Combine(blobs, FolderBlobStore.Uploads);
        var tenants = Directory.Exists(blobs)
            ? Directory.EnumerateDirectories(blobs).Where(folder => folder != uploads)
            : [];
        return tenants
            .SelectMany(Directory.EnumerateFiles)
            .Concat(withKeys ? Directory.EnumerateFiles(source, BackupManifest.KeyFiles) : []);
    }
}
