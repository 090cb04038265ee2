using System.Security.Cryptography;

namespace IntegrationFunctions.Platform.Blobs;

/// <summary>Copies and hashes in one go.</summary>
internal static class HashingCopy
{
    public static async Task<(long Length, string Sha256)> Run(Stream from, Stream to, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long length = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), ct).ConfigureAwait(false);
            length += read;
        }
        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
