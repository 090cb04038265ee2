using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets;

/// <summary>
/// Secrets, sealed with the data key of their tenant. Each has a document of the tenant, which holds the sealed value or says where in the vault it
/// is: what the document says counts, so that a write is seen as a whole or not at all. A sealed value is bound to its tenant and its name:
/// moved elsewhere, it doesn't open.
/// </summary>
/// <param name="documents">The collection <c>secrets</c> of each tenant.</param>
/// <param name="keys">The tenants' data keys.</param>
/// <param name="clock">Says when what was read from the vault is read anew.</param>
/// <param name="vault">Where sealed values live; null: in the documents. Those that are in the documents already go on being read there.</param>
public sealed class SecretStore(
    IDocumentStores documents,
    ITenantKeys keys,
    TimeProvider clock,
    ISecretVault? vault = null
) : ISecretStore
{
    /// <summary>How many bytes a value may have, in UTF-8.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int Attempts = 32;
    private readonly VaultBoxes? _vault = vault is null ? null : new(vault, clock);

    /// <inheritdoc/>
    public async Task Set(string tenantId, string name, string value, CancellationToken ct = default)
    {
        CheckName(name);
        if (Encoding.UTF8.GetByteCount(value) is var bytes && bytes > MaxBytes)
        {
            throw new ArgumentException(
                $"The secret '{name}' has {bytes} bytes; at most {MaxBytes} are allowed. Seal large data by itself, and keep its key here."
            );
        }
        var key = await keys.Current(tenantId, ct).ConfigureAwait(false);
        var plain = Encoding.UTF8.GetBytes(value);
        var box = key.Seal(plain, Place(tenantId, name));
        CryptographicOperations.ZeroMemory(plain);
        var store = documents.ForTenant(tenantId);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = await store.Get(PathOf(name), ct).ConfigureAwait(false);
            if (await TryWrite(store, name, before, box, key.Number, ct).ConfigureAwait(false))
            {
                return;
            }
        }
        throw new StorageException($"The secret '{name}' of tenant {tenantId} is written by many at once. Try again.");
    }

    /// <inheritdoc/>
    /// <exception cref="StorageException">The value was sealed with another master key, or changed, or is gone from the vault.</exception>
    public async Task<string?> Get(string tenantId, string name, CancellationToken ct = default)
    {
        CheckName(name);
        var store = documents.ForTenant(tenantId);
        var document = await store.Get(PathOf(name), ct).ConfigureAwait(false);
        while (document is not null)
        {
            if (await Open(document, tenantId, name, ct).ConfigureAwait(false) is { } plain)
            {
                var value = Encoding.UTF8.GetString(plain);
                CryptographicOperations.ZeroMemory(plain);
                return value;
            }
            // Written over or deleted since the document was read?
            var again = await store.Get(PathOf(name), ct).ConfigureAwait(false);
            document =
                again?.ETag != document.ETag
                    ? again
                    : throw new StorageException(
                        $"The secret '{name}' of tenant {tenantId} is no longer in the vault, where its document says it is. Recover "
                            + $"{Read(document).Parts?[0].Name} there, or set the secret anew."
                    );
        }
        return null;
    }

    /// <inheritdoc/>
    public async Task Delete(string tenantId, string name, CancellationToken ct = default)
    {
        CheckName(name);
        var store = documents.ForTenant(tenantId);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await store.Get(PathOf(name), ct).ConfigureAwait(false) is not { } document)
            {
                return;
            }
            var deleted = await store.Delete(PathOf(name), document.ETag, ct).ConfigureAwait(false);
            if (deleted.Conflict is null)
            {
                await Forget(Read(document).Parts, null, ct).ConfigureAwait(false);
                return;
            }
        }
        throw new StorageException($"The secret '{name}' of tenant {tenantId} is written by many at once. Try again.");
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> Names(
        string tenantId,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        await foreach (var document in All(tenantId, ct).ConfigureAwait(false))
        {
            yield return Read(document).Name;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where there is a vault, it takes the values out of the documents that they were in so far.</remarks>
    public async Task<int> Reseal(string tenantId, CancellationToken ct = default)
    {
        var done = 0;
        await foreach (var document in All(tenantId, ct).ConfigureAwait(false))
        {
            var old = Read(document);
            var key = await keys.Current(tenantId, ct).ConfigureAwait(false);
            var isDone = old.Key == key.Number && (_vault is null || old.Parts is not null);
            if (!isDone && await TryReseal(tenantId, document, old.Name, key, ct).ConfigureAwait(false))
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
        byte[]? plain;
        try
        {
            plain = await Open(document, tenantId, name, ct).ConfigureAwait(false);
        }
        catch (KeyDestroyedException)
        {
            return false;
        }
        if (plain is null)
        {
            return false;
        }
        var box = key.Seal(plain, Place(tenantId, name));
        CryptographicOperations.ZeroMemory(plain);
        // Only over what was read: a newer value is sealed with the newer key already.
        return await TryWrite(documents.ForTenant(tenantId), name, document, box, key.Number, ct).ConfigureAwait(false);
    }

    // Only over what was read; false where another write was quicker.
    private async Task<bool> TryWrite(
        IDocumentStore store,
        string name,
        Document? before,
        byte[] box,
        int key,
        CancellationToken ct
    )
    {
        var old = before is null ? null : Read(before).Parts;
        var parts = _vault is null ? null : await _vault.Keep(box, old, ct).ConfigureAwait(false);
        var secret = parts is null
            ? new SealedSecret(SealedSecret.Inline, name, box, key)
            : new SealedSecret(SealedSecret.InVault, name, null, key) { Parts = parts };
        var type = SealedJson.Default.SealedSecret;
        var written = before is null
            ? await store.Create(PathOf(name), secret, type, ct).ConfigureAwait(false)
            : await store.Set(PathOf(name), secret, type, before.ETag, ct).ConfigureAwait(false);
        var isWritten = written.Conflict is null;
        // Who loses takes back what only this write knows of.
        await (isWritten ? Forget(old, parts, ct) : Forget(parts, old, ct)).ConfigureAwait(false);
        return isWritten;
    }

    private Task Forget(IReadOnlyList<VaultPart>? parts, IReadOnlyList<VaultPart>? staying, CancellationToken ct) =>
        _vault is null ? Task.CompletedTask : _vault.Forget(parts, staying, ct);

    // Null where the vault no longer has it.
    private async Task<byte[]?> Open(Document document, string tenantId, string name, CancellationToken ct)
    {
        var secret = Read(document);
        var key = await keys.Find(tenantId, secret.Key, ct).ConfigureAwait(false);
        var box = secret.Sealed;
        if (secret.Parts is { } parts)
        {
            if (_vault is null)
            {
                throw new StorageException(
                    $"The secret '{name}' of tenant {tenantId} is in Key Vault, and this process knows none. Set KEYVAULT_URI to its address."
                );
            }
            box = await _vault.Fetch(parts, ct).ConfigureAwait(false);
            if (box is null)
            {
                return null;
            }
        }
        return key.Open(box, Place(tenantId, name))
            ?? throw new StorageException(
                $"The secret '{name}' of tenant {tenantId} can't be opened: its stored value was changed. Set it anew."
            );
    }

    private IAsyncEnumerable<Document> All(string tenantId, CancellationToken ct) =>
        documents.ForTenant(tenantId).QueryAll(new DocumentQuery("secrets"), ct);

    private static SealedSecret Read(Document document) => document.As(SealedJson.Default.SealedSecret);

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
