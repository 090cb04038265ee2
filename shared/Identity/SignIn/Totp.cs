using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Identity.SignIn;

/// <summary>
/// Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, 30 seconds, 6 digits. The step before and the one after
/// count too, for clocks that are off; each step counts once.
/// </summary>
public static class Totp
{
    private const int StepSeconds = 30;
    private const int Drift = 1;
    private const int SecretBytes = 20;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret, base 32 (RFC 4648, section 6) without padding.</summary>
    public static string NewSecret()
    {
        // 20 bytes are 32 characters of 5 bits.
        var bytes = RandomNumberGenerator.GetBytes(SecretBytes);
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var value in bytes)
        {
            (bits, count) = ((bits << 8) | value, count + 8);
            for (; count >= 5; count -= 5)
            {
                text.Append(Alphabet[(bits >> (count - 5)) & 31]);
            }
            bits &= (1 << count) - 1;
        }
        return text.ToString();
    }

    /// <summary>What authenticator apps read from a QR code (Key URI Format).</summary>
    public static string Uri(string secret, string account, string issuer) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}"
        + $"?secret={secret}&issuer={System.Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period={StepSeconds}";

    /// <summary>The step whose code this is, or null. It must be later than the last one that was used.</summary>
    public static long? Match(string secret, string code, DateTimeOffset now, long? lastStep)
    {
        var key = Decode(secret);
        var given = Encoding.ASCII.GetBytes(code);
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        long? matched = null;
        for (var step = current - Drift; step <= current + Drift; step++)
        {
            // All steps are tried, whichever matches.
            var isEqual = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(key, step)), given);
            if (isEqual && !(step <= lastStep))
            {
                matched ??= step;
            }
        }
        return matched;
    }

    /// <summary>The code at a time, for who holds the secret.</summary>
    public static string Code(string secret, DateTimeOffset at) =>
        Code(Decode(secret), at.ToUnixTimeSeconds() / StepSeconds);

    // RFC 4226, section 5.3.
    private static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[20];
#pragma warning disable CA5350 // The standard and every authenticator app use SHA-1; HMAC is not weakened by its collisions.
        HMACSHA1.HashData(key, counter, mac);
#pragma warning restore CA5350
        var offset = mac[^1] & 15;
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string secret)
    {
        var bytes = new List<byte>(SecretBytes);
        var (bits, count) = (0, 0);
        foreach (var letter in secret)
        {
            var value = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                throw new FormatException("The secret is not base 32.");
            }
            (bits, count) = ((bits << 5) | value, count + 5);
            if (count >= 8)
            {
                bytes.Add((byte)(bits >> (count - 8)));
                count -= 8;
                bits &= (1 << count) - 1;
            }
        }
        return [.. bytes];
    }
}
