using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets.Local;

/// <summary>
/// Secrets as documents of their tenant, sealed with its data key. A sealed value is bound to its tenant and its name: moved elsewhere, it
/// doesn't open.
/// </summary>
/// <param name="documents">Where the sealed values live: the collection <c>secrets</c> of each tenant.</param>
/// <param name="keys">The tenants' data keys.</param>
public sealed class LocalSecretStore(IDocumentStores documents, ITenantKeys keys) : ISecretStore
{
    /// <inheritdoc/>
    public async Task Set(string tenantId, string name, string value, CancellationToken ct = default)
    {
        CheckName(name);
        var key = await keys.Current(tenantId, ct).ConfigureAwait(false);
        var plain = Encoding.UTF8.GetBytes(value);
        var secret = Seal(key, tenantId, name, plain);
        CryptographicOperations.ZeroMemory(plain);
        (
            await documents
                .ForTenant(tenantId)
                .Set(PathOf(name), secret, SealedJson.Default.SealedSecret, ct: ct)
                .ConfigureAwait(false)
        ).EnsureCommitted();
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The value was sealed with another master key, or changed.</exception>
    public async Task<string?> Get(string tenantId, string name, CancellationToken ct = default)
    {
        CheckName(name);
        var document = await documents.ForTenant(tenantId).Get(PathOf(name), ct).ConfigureAwait(false);
        if (document is null)
        {
            return null;
        }
        var plain = await Open(tenantId, name, document, ct).ConfigureAwait(false);
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

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> Names(
        string tenantId,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        await foreach (var document in All(tenantId, ct).ConfigureAwait(false))
        {
            yield return document.As(SealedJson.Default.SealedSecret).Name;
        }
    }

    /// <inheritdoc/>
    public async Task<int> Reseal(string tenantId, CancellationToken ct = default)
    {
        var done = 0;
        await foreach (var document in All(tenantId, ct).ConfigureAwait(false))
        {
            var old = document.As(SealedJson.Default.SealedSecret);
            var key = await keys.Current(tenantId, ct).ConfigureAwait(false);
            if (old.Key != key.Number && await TryReseal(tenantId, document, old.Name, key, ct).ConfigureAwait(false))
            {
                done++;
            }
        }
        return done;
    }

    private async Task<bool> TryReseal(
        string tenantId,
        Document document,
        string name,
        DataKey key,
        CancellationToken ct
    )
    {
        byte[] plain;
        try
        {
            plain = await Open(tenantId, name, document, ct).ConfigureAwait(false);
        }
        catch (KeyDestroyedException)
        {
            return false;
        }
        var secret = Seal(key, tenantId, name, plain);
        CryptographicOperations.ZeroMemory(plain);
        // Only over what was read: a newer value is sealed with the newer key already.
        var written = await documents
            .ForTenant(tenantId)
            .Set(document.Path, secret, SealedJson.Default.SealedSecret, document.ETag, ct)
            .ConfigureAwait(false);
        return written.Conflict is null;
    }

    private async Task<byte[]> Open(string tenantId, string name, Document document, CancellationToken ct)
    {
        var secret = document.As(SealedJson.Default.SealedSecret);
        var key = await keys.Find(tenantId, secret.Key, ct).ConfigureAwait(false);
        return key.Open(secret.Sealed, Place(tenantId, name))
            ?? throw new StorageException(
                $"The secret '{name}' of tenant {tenantId} can't be opened: its stored value was changed. Set it anew."
            );
    }

    private IAsyncEnumerable<Document> All(string tenantId, CancellationToken ct) =>
        documents.ForTenant(tenantId).QueryAll(new DocumentQuery("secrets"), ct);

    private static SealedSecret Seal(DataKey key, string tenantId, string name, byte[] plain) =>
        new(SealedSecret.Shape, name, key.Seal(plain, Place(tenantId, name)), key.Number);

    // A name may hold what an id may not, and be longer.
    private static DocumentPath PathOf(string name) => $"secrets/{Identifiers.From("sec", name)}";

    private static byte[] Place(string tenantId, string name) => Sealing.Associated("secret", tenantId, name);

    private static void CheckName(string name)
    {
        if (name.Length == 0)
        {
            throw new ArgumentException("A secret needs a name.");
        }
    }
}
