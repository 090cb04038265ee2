using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Storage.Backup;

/// <summary>What a backup consists of: the file backup.json in its folder, written last, so that a folder without it is no backup.</summary>
/// <param name="Format"><see cref="Name"/>.</param>
/// <param name="Version">Of the format; a newer one is not read.</param>
/// <param name="CreatedAt">When the database was copied.</param>
/// <param name="WithKeys">Whether the master keys are in it.</param>
/// <param name="Files">All others, with paths relative to the folder and <c>/</c> between their parts.</param>
public sealed record BackupManifest(
    string Format,
    int Version,
    DateTimeOffset CreatedAt,
    bool WithKeys,
    IReadOnlyList<BackedUpFile> Files
)
{
    internal const string Name = "integration-functions-backup";
    internal const int CurrentVersion = 1;
    internal const string FileName = "backup.json";
    internal const string Database = "platform.db";
    internal const string Blobs = "blobs";
    internal const string KeyFiles = "*.key";

    /// <summary>All files together.</summary>
    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Length);

    /// <summary>How many of the files are blobs.</summary>
    [JsonIgnore]
    public int BlobCount => Files.Count(file => file.Path.StartsWith(Blobs + "/", StringComparison.Ordinal));

    /// <exception cref="StorageException">It is missing, not JSON, of another kind or of a newer version, or names files outside the folder.</exception>
    internal static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        BackupManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), BackupJson.Default.BackupManifest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"{folder} is no backup, or not a whole one: {FileName} can't be read ({e.Message.TrimEnd('.')}).",
                e
            );
        }
        catch (JsonException e)
        {
            throw new StorageException(
                $"{path} is damaged: line {e.LineNumber + 1} is not as backup writes it. Take another backup.",
                e
            );
        }
        if (manifest is not { Format: Name, Files: not null })
        {
            throw new StorageException($"{path} was not written by backup: its 'format' is not '{Name}'.");
        }
        if (manifest.Version > CurrentVersion)
        {
            throw new StorageException(
                $"{path} is of version {manifest.Version}; this program knows {CurrentVersion}. Restore it with the program that wrote it, or a newer one."
            );
        }
        if (manifest.Files.FirstOrDefault(file => !IsOurs(file.Path)) is { } stranger)
        {
            throw new StorageException($"{path} names '{stranger.Path}', which no backup holds. Nothing was restored.");
        }
        return manifest.Files.Any(file => file.Path == Database)
            ? manifest
            : throw new StorageException($"{path} names no {Database}. Take another backup.");
    }

    // A manifest is input: it must not lead a file out of the folder, nor one of another kind into it.
    private static bool IsOurs(string path) =>
        path.Split('/') is var parts
        && parts.All(part =>
            part.Length > 0 && part is not ("." or "..") && !part.Contains('\\') && !part.Contains('\0')
        )
        && (
            path == Database
            || (parts.Length == 1 && path.EndsWith(KeyFiles[1..], StringComparison.Ordinal))
            || (parts.Length == 3 && parts[0] == Blobs)
        );
}

/// <summary>A file of a backup.</summary>
/// <param name="Path">Relative to the folder.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In hexadecimal.</param>
public sealed record BackedUpFile(string Path, long Length, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
