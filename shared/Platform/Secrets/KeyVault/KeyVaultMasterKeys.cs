using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure.Security.KeyVault.Secrets;
using IntegrationFunctions.Platform.Secrets.Local;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets.KeyVault;

/// <summary>
/// The master keys as versions of one secret of Key Vault: each 32 random bytes in base64, the newest version is the current key, the version's id
/// the key's. The first process that needs one makes it. A key that is removed is disabled: Key Vault can't delete a single version, and whoever finds that it was needed enables it again.
/// </summary>
/// <param name="client">The vault.</param>
/// <param name="clock">Says when what is kept is too old.</param>
/// <param name="older">Keys from before Key Vault was used; they open what they sealed, and seal nothing more.</param>
public sealed class KeyVaultMasterKeys(SecretClient client, TimeProvider clock, LocalKeyRing? older = null)
    : IMasterKeys
{
    /// <summary>Name of the secret.</summary>
    public const string SecretName = "master-key";

    /// <summary>For how long another process may go on sealing with the key before.</summary>
    public static readonly TimeSpan CurrentKeptFor = TimeSpan.FromMinutes(1);

    /// <summary>For how long a key is used without asking whether it is still enabled.</summary>
    public static readonly TimeSpan KeysKeptFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Kept> _keys = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Kept? _current;

    /// <inheritdoc/>
    public async Task<string> CurrentId(CancellationToken ct = default) => (await Current(ct).ConfigureAwait(false)).Id;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Ids(CancellationToken ct = default)
    {
        var current = await CurrentId(ct).ConfigureAwait(false);
        var ids = await KeyVaultCalls
            .Run("the versions of the master key were listed", () => EnabledVersions(ct), ct)
            .ConfigureAwait(false);
        return [current, .. ids!.Where(id => id != current)];
    }

    /// <inheritdoc/>
    public async Task<WrappedKey> Wrap(ReadOnlyMemory<byte> dataKey, byte[] associated, CancellationToken ct = default)
    {
        var current = await Current(ct).ConfigureAwait(false);
        return new(current.Id, Sealing.Seal(current.Key, dataKey.Span, associated));
    }

    /// <inheritdoc/>
    public async Task<byte[]?> Unwrap(WrappedKey wrapped, byte[] associated, CancellationToken ct = default)
    {
        if (older is not null && (await older.Ids(ct).ConfigureAwait(false)).Contains(wrapped.MasterKey))
        {
            return await older.Unwrap(wrapped, associated, ct).ConfigureAwait(false);
        }
        if (!_keys.TryGetValue(wrapped.MasterKey, out var kept) || clock.GetElapsedTime(kept.At) >= KeysKeptFor)
        {
            kept =
                await Load(wrapped.MasterKey, ct).ConfigureAwait(false)
                ?? throw new StorageException(
                    $"Secrets here were sealed with master key {wrapped.MasterKey}, and the secret '{SecretName}' of {client.VaultUri} has no "
                        + "such version. Is KEYVAULT_URI the vault that belongs to this data?"
                );
        }
        return Sealing.Open(kept.Key, wrapped.Sealed, associated);
    }

    /// <inheritdoc/>
    public async Task<string> Rotate(CancellationToken ct = default) => (await Make(ct).ConfigureAwait(false)).Id;

    /// <inheritdoc/>
    public async Task Remove(string id, CancellationToken ct = default)
    {
        _current = null;
        if (id == await CurrentId(ct).ConfigureAwait(false))
        {
            throw new ArgumentException($"The master key {id} is the current one. Rotate before it is removed.");
        }
        _keys.TryRemove(id, out _);
        await KeyVaultCalls
            .Run(
                $"the master key {id} was disabled",
                async () =>
                {
                    var version = await client
                        .GetSecretAsync(SecretName, id, cancellationToken: ct)
                        .ConfigureAwait(false);
                    version.Value.Properties.Enabled = false;
                    return await client.UpdateSecretPropertiesAsync(version.Value.Properties, ct).ConfigureAwait(false);
                },
                ct,
                KeyVaultCalls.IsMissing
            )
            .ConfigureAwait(false);
    }

    private async Task<Kept> Current(CancellationToken ct)
    {
        if (_current is { } known && clock.GetElapsedTime(known.At) < CurrentKeptFor)
        {
            return known;
        }
        await _one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return _current is { } since && clock.GetElapsedTime(since.At) < CurrentKeptFor
                ? since
                : _current = await Load(null, ct).ConfigureAwait(false) ?? await Make(ct).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    // Where two processes make the first one at once both are kept, and the newer is current.
    private async Task<Kept> Make(CancellationToken ct)
    {
        var key = RandomNumberGenerator.GetBytes(Sealing.KeyBytes);
        var at = clock.GetTimestamp();
        var made = await KeyVaultCalls
            .Run(
                "a master key was made",
                async () =>
                    (
                        await client.SetSecretAsync(SecretName, Convert.ToBase64String(key), ct).ConfigureAwait(false)
                    ).Value,
                ct,
                KeyVaultCalls.IsDeleted
            )
            .ConfigureAwait(false);
        if (made is null)
        {
            throw new StorageException(
                $"The secret '{SecretName}' of {client.VaultUri} was deleted, and without it no secret can be opened. Recover it: "
                    + $"az keyvault secret recover --name {SecretName} --id {client.VaultUri}deletedsecrets/{SecretName}"
            );
        }
        var kept = new Kept(made.Properties.Version, key, at);
        _keys[kept.Id] = kept;
        return _current = kept;
    }

    /// <param name="id">The version; null: the newest.</param>
    /// <param name="ct">Gives up.</param>
    private async Task<Kept?> Load(string? id, CancellationToken ct)
    {
        var at = clock.GetTimestamp();
        var found = await KeyVaultCalls
            .Run(
                id is null ? "the master key was read" : $"the master key {id} was read",
                async () =>
                    (await client.GetSecretAsync(SecretName, id, cancellationToken: ct).ConfigureAwait(false)).Value,
                ct,
                KeyVaultCalls.IsMissing
            )
            .ConfigureAwait(false);
        if (found is null)
        {
            return null;
        }
        var key = new byte[Sealing.KeyBytes];
        if (!Convert.TryFromBase64String(found.Value, key, out var length) || length != key.Length)
        {
            throw new StorageException(
                $"Version {found.Properties.Version} of the secret '{SecretName}' of {client.VaultUri} is no master key, which is "
                    + $"{Sealing.KeyBytes} bytes in base64. Somebody wrote something else there: disable that version."
            );
        }
        return _keys[found.Properties.Version] = new(found.Properties.Version, key, at);
    }

    private async Task<List<string>> EnabledVersions(CancellationToken ct)
    {
        var ids = new List<string>();
        await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(SecretName, ct).ConfigureAwait(false))
        {
            if (version.Enabled == true)
            {
                ids.Add(version.Version);
            }
        }
        return ids;
    }

    private sealed record Kept(string Id, byte[] Key, long At);
}
