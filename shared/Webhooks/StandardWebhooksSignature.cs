using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Webhooks;

/// <summary>
/// Signatures of the Standard Webhooks specification, symmetric (<c>v1</c>): HMAC-SHA256 over
/// <c>id.timestamp.body</c>. Several are separated by spaces while a secret is being replaced.
/// </summary>
public static class StandardWebhooksSignature
{
    /// <summary>How far a timestamp may be from now, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>The value of <c>webhook-signature</c>, one signature for each secret, in their order.</summary>
    /// <param name="secrets">Each <c>whsec_</c> and base64.</param>
    /// <exception cref="FormatException">A secret is not <c>whsec_</c> and base64; its text is not repeated.</exception>
    public static string Sign(IReadOnlyList<string> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var parts = new string[secrets.Count];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Version + Convert.ToBase64String(Hash(Key(secrets[i]), id, Seconds(at), body));
        return string.Join(' ', parts);
    }

    /// <summary>
    /// Whether one of the signatures was made with one of the secrets over exactly these bytes, and the timestamp is
    /// within <see cref="Tolerance"/>. Signatures are compared in constant time; those of other versions are passed over.
    /// </summary>
    /// <param name="timestamp">Unix seconds, as the header <c>webhook-timestamp</c> had them.</param>
    /// <exception cref="FormatException">A secret is not <c>whsec_</c> and base64.</exception>
    public static bool IsValid(
        IReadOnlyList<string> secrets,
        string id,
        string timestamp,
        string signatures,
        ReadOnlySpan<byte> body,
        DateTimeOffset now
    ) => IsRecent(timestamp, now) is true && Matches([.. secrets.Select(Key)], id, timestamp, signatures, body);

    /// <summary>Whether a timestamp is within <see cref="Tolerance"/>; null where it is no time.</summary>
    internal static bool? IsRecent(string timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Tolerance
            : null;

    /// <summary>As <see cref="IsValid"/>, with keys that were read already and whatever the time.</summary>
    internal static bool Matches(
        IReadOnlyList<byte[]> keys,
        string id,
        string timestamp,
        string signatures,
        ReadOnlySpan<byte> body
    )
    {
        var found = false;
        foreach (var key in keys)
        {
            var expected = Hash(key, id, timestamp, body);
            foreach (var signature in signatures.AsSpan().Split(' '))
                found |= IsSame(expected, signatures.AsSpan(signature));
        }
        return found;
    }

    private static bool IsSame(ReadOnlySpan<byte> expected, ReadOnlySpan<char> signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(signature[Version.Length..], given, out var length)
            && CryptographicOperations.FixedTimeEquals(expected, given[..length]);
    }

    // In one piece: a hash that is fed in several costs more to set up than copying a body does.
    private static byte[] Hash(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        var head = $"{id}.{timestamp}.";
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(head.Length) + body.Length);
        var length = Encoding.UTF8.GetBytes(head, rented);
        body.CopyTo(rented.AsSpan(length));
        var hash = HMACSHA256.HashData(key, rented.AsSpan(0, length + body.Length));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>The bytes of a secret.</summary>
    /// <exception cref="FormatException">It is not <c>whsec_</c> and base64.</exception>
    internal static byte[] Key(string secret)
    {
        var text = secret.AsSpan();
        var key = new byte[text.Length];
        if (
            !text.StartsWith(SecretPrefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64Chars(text[SecretPrefix.Length..], key, out var length)
            || length == 0
        )
            throw new FormatException("A webhook secret is 'whsec_' and base64.");
        return key[..length];
    }

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
