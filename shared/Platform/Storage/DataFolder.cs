namespace IntegrationFunctions.Platform.Storage;

/// <summary>The folder that holds everything a laptop's platform remembers, held by one process at a time.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>The default: <c>integration-functions</c> below the user's data directory (XDG_DATA_HOME, else ~/.local/share).</summary>
    public static string DefaultPath =>
        System.IO.Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.Create
            )
                is { Length: > 0 } folder
                ? folder
                : System.IO.Path.GetTempPath(),
            "integration-functions"
        );

    /// <summary>Creates the folder where it is missing, checks that it can be written to, and holds it.</summary>
    /// <exception cref="StorageException">It can't be created or written to, or another process holds it.</exception>
    public static DataFolder Open(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
        {
            throw new StorageException(
                "The name of the data folder is empty or holds a NUL. Name one with --data DIR."
            );
        }
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            PrivateFolder.Create(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The data folder {full} can't be created ({e.Message}). Name another with --data DIR.",
                e
            );
        }
        var lockFile = System.IO.Path.Combine(full, "lock");
        try
        {
            return new DataFolder(
                full,
                new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException(
                $"The data folder {full} is not writable. Change its permissions or name another with --data DIR.",
                e
            );
        }
        catch (IOException e)
        {
            // .NET says "being used by another process" on every system by the same HResult family; a read-only mount says so itself.
            var readOnly = e.Message.Contains("Read-only", StringComparison.OrdinalIgnoreCase);
            throw new StorageException(
                readOnly
                    ? $"The data folder {full} is on a read-only file system. Name another with --data DIR."
                    : $"The data folder {full} is in use by another process. Stop that one, or name another folder with --data DIR.",
                e
            );
        }
    }

    /// <summary>A file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
