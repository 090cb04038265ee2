using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Identity;

/// <summary>
/// <c>ifk_live_</c> or <c>ifk_test_</c>, 32 random characters of base 62 (190 bits) and 6 that are the CRC-32 of all before them. The prefix
/// lets scanners find leaked keys, the checksum lets them, and us, drop what can't be one without asking anybody.
/// </summary>
public static class ApiKeyFormat
{
    /// <summary>What all keys begin with.</summary>
    public const string Mark = "ifk_";

    private const string Live = "ifk_live_";
    private const string Test = "ifk_test_";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int PrefixLength = 9;
    private const int RandomLength = 32;
    private const int ChecksumLength = 6;
    private const int Length = PrefixLength + RandomLength + ChecksumLength;

    /// <summary>A new key, of live data or of the sandbox.</summary>
    public static string New(bool live = false)
    {
        var body = (live ? Live : Test) + RandomNumberGenerator.GetString(Alphabet, RandomLength);
        return body + Checksum(body);
    }

    /// <summary>Whether the text has a key's form and its checksum holds.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Length
        && (text.StartsWith(Test, StringComparison.Ordinal) || text.StartsWith(Live, StringComparison.Ordinal))
        && !text.AsSpan(PrefixLength).ContainsAnyExcept(Alphabet)
        && text.AsSpan(Length - ChecksumLength).SequenceEqual(Checksum(text[..(Length - ChecksumLength)]));

    /// <summary>What is stored in place of the key: SHA-256, lower-case hexadecimal. The key's 190 random bits make a slow hash pointless.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The part that may be shown later.</summary>
    public static string Hint(string key) => key[..(PrefixLength + 4)] + "…";

    private static string Checksum(string body)
    {
        var crc = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(body));
        Span<char> text = stackalloc char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(crc % 62)];
            crc /= 62;
        }
        return new string(text);
    }
}
