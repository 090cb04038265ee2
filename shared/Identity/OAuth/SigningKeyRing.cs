using System.Security.Cryptography;
using System.Text.Json;
using IntegrationFunctions.Platform.Secrets;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationFunctions.Identity.OAuth;

/// <summary>
/// The keys of the OAuth server: P-256 pairs that sign tokens, and keys that encrypt codes and refresh tokens. They are kept among the
/// platform's own secrets. A new pair is published a day before it signs, so that clients and other processes know it by then; an old one stays
/// until whatever it signed or encrypted is over.
/// </summary>
public sealed class SigningKeyRing(ISecretStore secrets, TimeProvider clock) : IDisposable
{
    /// <summary>How long a key is the one in use.</summary>
    public static readonly TimeSpan InUse = TimeSpan.FromDays(90);

    /// <summary>How long it is published before it is used.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>How long it is kept after its successor came into use: longer than a refresh token lives.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(35);

    private const string SecretName = "oauth-keys";
    private readonly SemaphoreSlim _turn = new(1, 1);
    private CancellationTokenSource _changed = new();
    private IReadOnlyList<KeyPair> _pairs = [];

    /// <summary>Fires when other keys count than before.</summary>
    public IChangeToken ChangeToken => new CancellationChangeToken(_changed.Token);

    /// <summary>Private keys to sign with: the one in use first.</summary>
    public IReadOnlyList<ECDsaSecurityKey> Signing => [.. InOrder().Select(pair => pair.SigningKey())];

    /// <summary>Keys to encrypt with: the one in use first.</summary>
    public IReadOnlyList<SymmetricSecurityKey> Encryption => [.. InOrder().Select(pair => pair.EncryptionKey())];

    /// <summary>
    /// Reads the keys, makes a new one where it is time, forgets what is over. To be called at start-up and then every few minutes: other
    /// processes make keys too.
    /// </summary>
    public async Task Refresh(CancellationToken ct = default)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var stored = await Read(ct).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            var due = Due(stored, now);
            if (!due.SequenceEqual(stored))
            {
                await secrets
                    .Set(
                        Tenant.System,
                        SecretName,
                        JsonSerializer.Serialize(due, OAuthJson.Default.IReadOnlyListKeyPair),
                        ct
                    )
                    .ConfigureAwait(false);
            }
            if (!due.SequenceEqual(_pairs) || Active(due, now) != Active(_pairs, _lookedAt))
            {
                _pairs = due;
                _lookedAt = now;
                var before = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
                await before.CancelAsync().ConfigureAwait(false);
                before.Dispose();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private DateTimeOffset _lookedAt;

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        _changed.Dispose();
    }

    private async Task<IReadOnlyList<KeyPair>> Read(CancellationToken ct) =>
        await secrets.Get(Tenant.System, SecretName, ct).ConfigureAwait(false) is { } text
            ? JsonSerializer.Deserialize(text, OAuthJson.Default.IReadOnlyListKeyPair)!
            : [];

    private static List<KeyPair> Due(IReadOnlyList<KeyPair> stored, DateTimeOffset now)
    {
        var due = stored.ToList();
        if (due.Count == 0)
        {
            due.Add(KeyPair.New(now));
        }
        else if (due[^1].UsedFrom + InUse - Ahead <= now)
        {
            due.Add(KeyPair.New(now + Ahead));
        }
        // What is over: its successor has been in use long enough.
        while (due.Count > 1 && due[1].UsedFrom + Kept <= now)
        {
            due.RemoveAt(0);
        }
        return due;
    }

    private static KeyPair? Active(IReadOnlyList<KeyPair> pairs, DateTimeOffset now) =>
        pairs.LastOrDefault(pair => pair.UsedFrom <= now);

    private IEnumerable<KeyPair> InOrder()
    {
        var active = Active(_pairs, clock.GetUtcNow());
        return _pairs.OrderByDescending(pair => pair == active).ThenByDescending(pair => pair.UsedFrom);
    }
}

/// <summary>A key to sign with and one to encrypt with, made together.</summary>
/// <param name="Id">The <c>kid</c>.</param>
/// <param name="UsedFrom">From when on it is the one in use.</param>
/// <param name="Private">P-256, PKCS #8.</param>
/// <param name="Symmetric">32 bytes.</param>
internal sealed record KeyPair(string Id, DateTimeOffset UsedFrom, string Private, string Symmetric)
{
    public static KeyPair New(DateTimeOffset usedFrom)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            usedFrom,
            Convert.ToBase64String(pair.ExportPkcs8PrivateKey()),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))
        );
    }

    public ECDsaSecurityKey SigningKey()
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(Convert.FromBase64String(Private), out _);
        return new(pair) { KeyId = Id };
    }

    public SymmetricSecurityKey EncryptionKey() => new(Convert.FromBase64String(Symmetric)) { KeyId = Id };
}
