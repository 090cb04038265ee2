using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>What the providers' signatures have in common: HMAC-SHA256 (RFC 2104), compared in constant time.</summary>
internal static class WebhookSignatures
{
    /// <summary>How far a signed time may be from now, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int Size = HMACSHA256.HashSizeInBytes;

    /// <summary>Checks a base64 signature (RFC 4648, section 4) of the body alone.</summary>
    public static WebhookVerdict Base64OfBody(string? header, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> keys)
    {
        if (header is null)
        {
            return WebhookVerdict.SignatureMissing;
        }
        Span<byte> given = stackalloc byte[Size];
        // 44 characters, no blanks between: decoding alone would take some.
        return
            header.Length == 44
            && !header.AsSpan().ContainsAny(" \t\r\n")
            && Convert.TryFromBase64Chars(header, given, out var length)
            && length == Size
            ? OfBody(given, body, keys)
            : WebhookVerdict.SignatureMalformed;
    }

    /// <summary>Checks a hexadecimal signature of the body alone.</summary>
    public static WebhookVerdict HexOfBody(string? header, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> keys)
    {
        if (header is null)
        {
            return WebhookVerdict.SignatureMissing;
        }
        Span<byte> given = stackalloc byte[Size];
        return TryHex(header, given) ? OfBody(given, body, keys) : WebhookVerdict.SignatureMalformed;
    }

    /// <summary>64 hexadecimal digits in either case.</summary>
    public static bool TryHex(ReadOnlySpan<char> text, Span<byte> given) =>
        text.Length == Size * 2
        && Convert.FromHexString(text, given, out _, out _) == System.Buffers.OperationStatus.Done;

    /// <summary>What is wrong with a secret that is used as its text stands.</summary>
    public static string? FaultOfText(string secret) =>
        secret.Length is < 8 or > 500 || !Ascii.IsValid(secret) || secret.AsSpan().ContainsAnyInRange('\0', ' ')
            ? "A secret is 8 to 500 printable ASCII characters without blanks, as the provider shows it."
            : null;

    private static WebhookVerdict OfBody(ReadOnlySpan<byte> given, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> keys)
    {
        Span<byte> expected = stackalloc byte[Size];
        var found = false;
        // All of them, whichever fits: how long it takes tells nothing.
        for (var i = 0; i < keys.Count; i++)
        {
            HMACSHA256.HashData(keys[i], body, expected);
            found |= CryptographicOperations.FixedTimeEquals(expected, given);
        }
        return found ? WebhookVerdict.Accepted : WebhookVerdict.SignatureWrong;
    }
}
