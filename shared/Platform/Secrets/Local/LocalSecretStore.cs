using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets.Local;

/// <summary>
/// Secrets as documents of their tenant, sealed with a data key of the tenant's that the master key seals in turn. A sealed value is bound
/// to its tenant and its name: moved elsewhere, it doesn't open.
/// </summary>
/// <param name="documents">Where the sealed values live: the collections <c>secrets</c> and <c>secret-keys</c> of each tenant.</param>
/// <param name="ring">Holds the master key.</param>
public sealed class LocalSecretStore(IDocumentStores documents, LocalKeyRing ring) : ISecretStore
{
    private const int Shape = 1;
    private static readonly DocumentPath KeyPath = "secret-keys/current";
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task Set(string tenantId, string name, string value, CancellationToken ct = default)
    {
        CheckName(name);
        var store = documents.ForTenant(tenantId);
        var key = await DataKey(store, create: true, ct).ConfigureAwait(false);
        var plain = Encoding.UTF8.GetBytes(value);
        var box = Sealing.Seal(key, plain, Place(tenantId, name));
        CryptographicOperations.ZeroMemory(plain);
        var secret = new SealedSecret(Shape, name, box);
        (
            await store.Set(PathOf(name), secret, SealedJson.Default.SealedSecret, ct: ct).ConfigureAwait(false)
        ).EnsureCommitted();
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The value was sealed with another master key, or changed.</exception>
    public async Task<string?> Get(string tenantId, string name, CancellationToken ct = default)
    {
        CheckName(name);
        var store = documents.ForTenant(tenantId);
        var document = await store.Get(PathOf(name), ct).ConfigureAwait(false);
        if (document is null)
        {
            return null;
        }
        var key = await DataKey(store, create: false, ct).ConfigureAwait(false);
        var secret = document.As(SealedJson.Default.SealedSecret);
        var plain =
            Sealing.Open(key, secret.Sealed, Place(tenantId, name))
            ?? throw new StorageException(
                $"The secret '{name}' of tenant {tenantId} can't be opened: its stored value was changed. Set it anew."
            );
        var value = Encoding.UTF8.GetString(plain);
        CryptographicOperations.ZeroMemory(plain);
        return value;
    }

    /// <inheritdoc/>
    public async Task Delete(string tenantId, string name, CancellationToken ct = default)
    {
        CheckName(name);
        (await documents.ForTenant(tenantId).Delete(PathOf(name), ct: ct).ConfigureAwait(false)).EnsureCommitted();
    }

    private async Task<byte[]> DataKey(IDocumentStore store, bool create, CancellationToken ct)
    {
        if (_keys.TryGetValue(store.TenantId, out var known))
        {
            return known;
        }
        var document = await store.Get(KeyPath, ct).ConfigureAwait(false);
        if (document is null && create)
        {
            var box = ring.Seal(RandomNumberGenerator.GetBytes(Sealing.KeyBytes), KeyPlace(store.TenantId));
            var made = new SealedKey(Shape, ring.KeyId, box);
            // Where two make it at once, the first one's counts: both read it back.
            await store.Create(KeyPath, made, SealedJson.Default.SealedKey, ct).ConfigureAwait(false);
            document = await store.Get(KeyPath, ct).ConfigureAwait(false);
        }
        if (document is null)
        {
            throw new StorageException(
                $"The data key of tenant {store.TenantId} is missing, without which its secrets can't be opened. Restore it from a backup."
            );
        }
        return _keys.GetOrAdd(store.TenantId, Unseal(document.As(SealedJson.Default.SealedKey), store.TenantId));
    }

    private byte[] Unseal(SealedKey key, string tenantId)
    {
        if (key.MasterKey != ring.KeyId)
        {
            throw new StorageException(
                $"The secrets of tenant {tenantId} were sealed with master key {key.MasterKey}, and this data folder's master.key is "
                    + $"{ring.KeyId}. Restore the key file that belongs to this data."
            );
        }
        return ring.Unseal(key.Sealed, KeyPlace(tenantId))
            ?? throw new StorageException(
                $"The data key of tenant {tenantId} can't be opened: its stored value was changed. Restore it from a backup."
            );
    }

    // A name may hold what an id may not, and be longer.
    private static DocumentPath PathOf(string name) => $"secrets/{Identifiers.From("sec", name)}";

    private static byte[] Place(string tenantId, string name) => Sealing.Associated("secret", tenantId, name);

    private static byte[] KeyPlace(string tenantId) => Sealing.Associated("data-key", tenantId);

    private static void CheckName(string name)
    {
        if (name.Length == 0)
        {
            throw new ArgumentException("A secret needs a name.");
        }
    }
}
