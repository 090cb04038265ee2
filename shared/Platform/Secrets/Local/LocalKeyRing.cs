using System.Security.Cryptography;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets.Local;

/// <summary>
/// The master key of a laptop: 32 random bytes in the file <c>master.key</c> of the data folder, readable by its owner alone (mode 0600),
/// made on the first start. Who loses it loses the secrets; a backup of the data folder holds both.
/// </summary>
public sealed class LocalKeyRing
{
    private const string FileName = "master.key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly byte[] _master;

    private LocalKeyRing(byte[] master)
    {
        _master = master;
        KeyId = Convert.ToHexStringLower(SHA256.HashData(master).AsSpan(0, 8));
    }

    /// <summary>Tells master keys apart without giving anything of them away: 8 bytes of the key's SHA-256, in hexadecimal digits.</summary>
    public string KeyId { get; }

    /// <summary>Reads the key of a data folder, or makes it.</summary>
    /// <exception cref="StorageException">The file can't be read or made, others may read it, or it is not a key.</exception>
    public static LocalKeyRing Open(DataFolder folder)
    {
        var path = folder.File(FileName);
        try
        {
            if (!File.Exists(path))
            {
                Create(path);
            }
            return new(Read(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The key file {path} can't be used: {e.Message}", e);
        }
    }

    internal byte[] Seal(ReadOnlySpan<byte> value, byte[] associated) => Sealing.Seal(_master, value, associated);

    internal byte[]? Unseal(ReadOnlySpan<byte> box, byte[] associated) => Sealing.Open(_master, box, associated);

    // Under another name first, so that a crash leaves no half key behind.
    private static void Create(string path)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        using (var file = new FileStream(temporary, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Sealing.KeyBytes));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: false);
    }

    private static byte[] Read(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var mode && (mode & ~OwnerOnly) != 0)
        {
            throw new StorageException(
                $"The key file {path} may be read by others (mode {Convert.ToString((int)mode, 8)}). Run: chmod 600 {path}"
            );
        }
        var key = File.ReadAllBytes(path);
        return key.Length == Sealing.KeyBytes
            ? key
            : throw new StorageException(
                $"The key file {path} has {key.Length} bytes where a key has {Sealing.KeyBytes}. Restore it from a backup of the data folder."
            );
    }
}
