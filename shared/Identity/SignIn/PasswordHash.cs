using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace IntegrationFunctions.Identity.SignIn;

/// <summary>
/// Argon2id (RFC 9106) in the PHC string form <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>, with the cost that the OWASP Password Storage
/// Cheat Sheet names first: 19 MiB, two passes, one lane.
/// </summary>
public static class PasswordHash
{
    private const string Head = "$argon2id$v=19$";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private static readonly Cost Now = new(19_456, 2, 1);

    // Each hash takes 19 MiB: as many at once as there are cores, so that a flood of sign-ins can't take all memory.
    private static readonly SemaphoreSlim Turns = new(Environment.ProcessorCount);

    // What an unknown user's password is held against, so that it takes as long as a known one's.
    private static readonly string Nobody = Text(Now, RandomNumberGenerator.GetBytes(SaltBytes), new byte[HashBytes]);

    /// <summary>The hash to store.</summary>
    public static async Task<string> Create(string password, CancellationToken ct = default)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Text(Now, salt, await Compute(password, salt, Now, HashBytes, ct).ConfigureAwait(false));
    }

    /// <summary>Whether the password is the one of the hash. A null hash takes as long, and is never right.</summary>
    /// <param name="password">As it was typed; compared in the normal form NFC.</param>
    /// <param name="stored">As <see cref="Create"/> gave it, also with another cost.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<bool> Verify(string password, string? stored, CancellationToken ct = default)
    {
        var (cost, salt, hash) = Parse(stored ?? Nobody);
        var computed = await Compute(password, salt, cost, hash.Length, ct).ConfigureAwait(false);
        return CryptographicOperations.FixedTimeEquals(computed, hash) && stored is not null;
    }

    /// <summary>Whether the hash was made with another cost than today's: make it again when the password is at hand.</summary>
    public static bool IsOutdated(string stored) => Parse(stored).Cost != Now;

    private static async Task<byte[]> Compute(string password, byte[] salt, Cost cost, int length, CancellationToken ct)
    {
        await Turns.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            using var argon = new Argon2id(Encoding.UTF8.GetBytes(password.Normalize()))
            {
                Salt = salt,
                MemorySize = cost.Kibibytes,
                Iterations = cost.Passes,
                DegreeOfParallelism = cost.Lanes,
            };
            return await argon.GetBytesAsync(length).ConfigureAwait(false);
        }
        finally
        {
            Turns.Release();
        }
    }

    private static string Text(Cost cost, byte[] salt, byte[] hash) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Head}m={cost.Kibibytes},t={cost.Passes},p={cost.Lanes}${Base64(salt)}${Base64(hash)}"
        );

    private static (Cost Cost, byte[] Salt, byte[] Hash) Parse(string text)
    {
        if (
            text.StartsWith(Head, StringComparison.Ordinal)
            && text[Head.Length..].Split('$') is [var cost, var salt, var hash]
            && cost.Split(',') is [['m', '=', .. var m], ['t', '=', .. var t], ['p', '=', .. var p]]
        )
        {
            return (new(Number(m), Number(t), Number(p)), Bytes(salt), Bytes(hash));
        }
        throw new FormatException("A stored password hash is not of the form $argon2id$v=19$m=..,t=..,p=..$salt$hash.");
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    // PHC strings leave the padding away.
    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    private sealed record Cost(int Kibibytes, int Passes, int Lanes);
}
