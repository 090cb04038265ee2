namespace IntegrationFunctions.Platform;

/// <summary>Makes identifiers: a readable prefix and a UUIDv7 (RFC 9562, section 5.7) in 32 hexadecimal digits: <c>int_0198...</c>.</summary>
public static class Identifiers
{
    /// <summary>A new identifier that sorts by time of creation.</summary>
    public static string New(string prefix, TimeProvider clock) =>
        $"{prefix}_{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <summary>
    /// The same identifier for the same parts, on every machine: the first 128 bits of their SHA-256, as a UUIDv8 (RFC 9562, section 5.8).
    /// Used where a repeat must find what its first attempt made.
    /// </summary>
    public static string From(string prefix, params ReadOnlySpan<string> parts)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(
            System.Security.Cryptography.HashAlgorithmName.SHA256
        );
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            // Each part is led by its length, so that ("ab","c") and ("a","bc") differ.
            var bytes = System.Text.Encoding.UTF8.GetBytes(part);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return $"{prefix}_{Convert.ToHexStringLower(digest[..16])}";
    }
}
