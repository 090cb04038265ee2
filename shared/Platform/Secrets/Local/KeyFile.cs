using System.Security.Cryptography;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets.Local;

/// <summary>A file that holds one master key, 32 bytes, readable by its owner alone (mode 0600).</summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Tells keys apart without giving anything of them away: 8 bytes of the key's SHA-256, in hexadecimal digits.</summary>
    public static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8));

    /// <summary>Under another name first, so that a crash leaves no half key behind, and the old one or the new.</summary>
    public static void Write(string path, byte[] key, bool overwrite)
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
            file.Write(key);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite);
    }

    public static byte[] Read(string path)
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
