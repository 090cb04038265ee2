using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Platform.Secrets;

/// <summary>AES-256-GCM (NIST SP 800-38D): nonce (12 bytes, random), ciphertext, tag (16 bytes).</summary>
internal static class Sealing
{
    public const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, byte[] associated)
    {
        var box = new byte[NonceBytes + value.Length + TagBytes];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce,
            value,
            box.AsSpan(NonceBytes, value.Length),
            box.AsSpan(NonceBytes + value.Length),
            associated
        );
        return box;
    }

    /// <summary>Null where the box was sealed with another key, for another place, or was changed.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, byte[] associated)
    {
        if (box.Length < NonceBytes + TagBytes)
        {
            return null;
        }
        var value = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(box[..NonceBytes], box[NonceBytes..^TagBytes], box[^TagBytes..], value, associated);
            return value;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>What a box is bound to. Each part is led by its length, so that no two places give the same bytes.</summary>
    public static byte[] Associated(params ReadOnlySpan<string> parts)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        foreach (var part in parts)
        {
            writer.Write(part);
        }
        writer.Flush();
        return bytes.ToArray();
    }
}
