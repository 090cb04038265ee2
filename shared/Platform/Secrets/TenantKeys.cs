using System.Collections.Concurrent;
using System.Security.Cryptography;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets;

/// <summary>
/// Data keys as a document of their tenant. Opened ones are kept for a minute, so that a key that another process made or destroyed is
/// known here within that time.
/// </summary>
/// <param name="documents">Where the sealed keys live: the collection <c>secret-keys</c> of each tenant.</param>
/// <param name="masters">Seal them.</param>
/// <param name="clock">Says when what is kept is too old.</param>
public sealed class TenantKeys(IDocumentStores documents, IMasterKeys masters, TimeProvider clock) : ITenantKeys
{
    /// <summary>For how long opened keys are used without looking whether they are still there.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private static readonly DocumentPath Path = "secret-keys/current";
    private readonly ConcurrentDictionary<string, Slot<OpenRing>> _slots = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<DataKey> Current(string tenantId, CancellationToken ct = default)
    {
        var ring = await Ring(tenantId, create: true, ct).ConfigureAwait(false);
        return ring!.Current ?? throw new KeyDestroyedException(tenantId, ring.DestroyedAt);
    }

    /// <inheritdoc/>
    public async Task<DataKey> Find(string tenantId, int number, CancellationToken ct = default)
    {
        var ring = await Ring(tenantId, create: false, ct).ConfigureAwait(false);
        if (ring is not null && number > ring.Last)
        {
            // Made by another process since.
            ring = await SlotOf(tenantId).Under(() => Load(tenantId, create: false, ct), ct).ConfigureAwait(false);
        }
        if (ring is null)
        {
            throw new StorageException(
                $"The data key of tenant {tenantId} is missing, without which its secrets can't be opened. Restore it from a backup."
            );
        }
        return ring.Find(number)
            ?? throw (
                number <= ring.DestroyedUpTo
                    ? new KeyDestroyedException(tenantId, ring.DestroyedAt)
                    : new StorageException(
                        $"The data key {number} of tenant {tenantId} is missing, without which what it sealed can't be opened. Restore it from a backup."
                    )
            );
    }

    /// <inheritdoc/>
    public async Task<TenantKeyState?> State(string tenantId, CancellationToken ct = default)
    {
        var (keys, _) = await Read(tenantId, ct).ConfigureAwait(false);
        return keys is null
            ? null
            : new(
                keys.Keys.Count > 0 ? keys.Keys[^1].Number : null,
                [.. keys.Keys.Select(key => key.MasterKey).Distinct(StringComparer.Ordinal)],
                keys.DestroyedAt
            );
    }

    /// <inheritdoc/>
    public async Task<int> Rotate(string tenantId, CancellationToken ct = default)
    {
        var changed = await Change(
                tenantId,
                async keys =>
                    keys is { Keys.Count: 0, DestroyedAt: { } at }
                        ? throw new KeyDestroyedException(tenantId, at)
                        : await Add(tenantId, keys, ct).ConfigureAwait(false),
                ct
            )
            .ConfigureAwait(false);
        return changed!.Last;
    }

    /// <inheritdoc/>
    public async Task<int> Renew(string tenantId, CancellationToken ct = default)
    {
        var changed = await Change(
                tenantId,
                async keys =>
                    keys is { Keys.Count: 0, DestroyedAt: not null }
                        ? await Add(tenantId, keys, ct).ConfigureAwait(false)
                        : throw new ArgumentException(
                            $"The key of tenant {tenantId} was not destroyed, so there is none to make anew. For a newer one rotate it."
                        ),
                ct
            )
            .ConfigureAwait(false);
        return changed!.Last;
    }

    /// <inheritdoc/>
    public async Task<bool> Rewrap(string tenantId, CancellationToken ct = default)
    {
        var changed = await Change(tenantId, keys => Wrapped(tenantId, keys, ct), ct).ConfigureAwait(false);
        return changed is not null;
    }

    /// <inheritdoc/>
    public Task Destroy(string tenantId, CancellationToken ct = default) =>
        Change(
            tenantId,
            keys =>
                Task.FromResult(
                    keys is { Keys.Count: 0, DestroyedAt: not null }
                        ? null
                        : new TenantKeyDocument(TenantKeyDocument.Shape)
                        {
                            Last = keys?.Last ?? 0,
                            DestroyedUpTo = keys?.Last ?? 0,
                            DestroyedAt = clock.GetUtcNow(),
                        }
                ),
            ct
        );

    private Slot<OpenRing> SlotOf(string tenantId) => _slots.GetOrAdd(tenantId, _ => new());

    private async Task<OpenRing?> Ring(string tenantId, bool create, CancellationToken ct)
    {
        var slot = SlotOf(tenantId);
        if (Fresh(slot.Ring) is { } known)
        {
            return known;
        }
        return await slot.Under(
                async () => Fresh(slot.Ring) ?? await Load(tenantId, create, ct).ConfigureAwait(false),
                ct
            )
            .ConfigureAwait(false);
    }

    private OpenRing? Fresh(OpenRing? ring) =>
        ring is not null && clock.GetElapsedTime(ring.ReadAt) < KeptFor ? ring : null;

    // Only one at a time for a tenant: what is kept is never older than what was kept before.
    private async Task<OpenRing?> Load(string tenantId, bool create, CancellationToken ct)
    {
        var at = clock.GetTimestamp();
        var (keys, _) = await Read(tenantId, ct).ConfigureAwait(false);
        if (keys is null && create)
        {
            // Where two make it at once, the first one's counts: both read it back.
            var first = await Add(tenantId, null, ct).ConfigureAwait(false);
            var store = documents.ForTenant(tenantId);
            await store.Create(Path, first, TenantKeyJson.Default.TenantKeyDocument, ct).ConfigureAwait(false);
            (keys, _) = await Read(tenantId, ct).ConfigureAwait(false);
        }
        SlotOf(tenantId).Ring = null;
        return keys is null ? null : SlotOf(tenantId).Ring = await Open(tenantId, keys, at, ct).ConfigureAwait(false);
    }

    // Null from the change: leave it as it is. Told anew where another process was quicker. What is kept here goes before the write, so that
    // a destroyed key is not used again whatever becomes of the answer.
    private Task<TenantKeyDocument?> Change(
        string tenantId,
        Func<TenantKeyDocument?, Task<TenantKeyDocument?>> change,
        CancellationToken ct
    )
    {
        var slot = SlotOf(tenantId);
        return slot.Under<TenantKeyDocument?>(
            async () =>
            {
                var store = documents.ForTenant(tenantId);
                while (true)
                {
                    var (keys, etag) = await Read(tenantId, ct).ConfigureAwait(false);
                    var next = await change(keys).ConfigureAwait(false);
                    if (next is null)
                    {
                        return null;
                    }
                    slot.Ring = null;
                    var type = TenantKeyJson.Default.TenantKeyDocument;
                    var written = etag is null
                        ? await store.Create(Path, next, type, ct).ConfigureAwait(false)
                        : await store.Set(Path, next, type, etag, ct).ConfigureAwait(false);
                    if (written.Conflict is null)
                    {
                        return next;
                    }
                }
            },
            ct
        );
    }

    private async Task<(TenantKeyDocument? Keys, string? ETag)> Read(string tenantId, CancellationToken ct)
    {
        var document = await documents.ForTenant(tenantId).Get(Path, ct).ConfigureAwait(false);
        if (document is null)
        {
            return (null, null);
        }
        var keys = document.As(TenantKeyJson.Default.TenantKeyDocument);
        return keys switch
        {
            { Version: 1, MasterKey: { } master, Sealed: { } box } => (
                keys with
                {
                    Last = 1,
                    Keys = [new(1, master, box)],
                },
                document.ETag
            ),
            { Version: TenantKeyDocument.Shape } => (keys, document.ETag),
            _ => throw new StorageException(
                $"The data keys of tenant {tenantId} are stored in version {keys.Version}, and this program knows versions 1 and {TenantKeyDocument.Shape}. Use a newer one."
            ),
        };
    }

    private async Task<TenantKeyDocument?> Add(string tenantId, TenantKeyDocument? keys, CancellationToken ct)
    {
        var number = (keys?.Last ?? 0) + 1;
        var plain = RandomNumberGenerator.GetBytes(Sealing.KeyBytes);
        var box = await masters.Wrap(plain, Place(tenantId, number), ct).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(plain);
        var before = keys is null
            ? new TenantKeyDocument(TenantKeyDocument.Shape)
            : await Wrapped(tenantId, keys, ct).ConfigureAwait(false) ?? keys;
        return before with { Last = number, Keys = [.. before.Keys, new(number, box.MasterKey, box.Sealed)] };
    }

    // All of them with the current master key and in the current shape, or null where they are already.
    private async Task<TenantKeyDocument?> Wrapped(string tenantId, TenantKeyDocument? keys, CancellationToken ct)
    {
        var master = await masters.CurrentId(ct).ConfigureAwait(false);
        if (keys is null || (keys.Version == TenantKeyDocument.Shape && keys.Keys.All(key => key.MasterKey == master)))
        {
            return null;
        }
        var wrapped = new List<StoredKey>(keys.Keys.Count);
        foreach (var key in keys.Keys)
        {
            var plain = await Unwrap(tenantId, keys, key, ct).ConfigureAwait(false);
            var box = await masters.Wrap(plain, Place(tenantId, key.Number), ct).ConfigureAwait(false);
            CryptographicOperations.ZeroMemory(plain);
            wrapped.Add(new(key.Number, box.MasterKey, box.Sealed));
        }
        return keys with { Version = TenantKeyDocument.Shape, MasterKey = null, Sealed = null, Keys = wrapped };
    }

    private async Task<OpenRing> Open(string tenantId, TenantKeyDocument keys, long at, CancellationToken ct)
    {
        var open = new List<DataKey>(keys.Keys.Count);
        foreach (var key in keys.Keys)
        {
            open.Add(new(key.Number, await Unwrap(tenantId, keys, key, ct).ConfigureAwait(false)));
        }
        return new(open, keys.Last, keys.DestroyedUpTo, keys.DestroyedAt ?? default, at);
    }

    private async Task<byte[]> Unwrap(string tenantId, TenantKeyDocument keys, StoredKey key, CancellationToken ct)
    {
        // Version 1 knew one key, and bound it to the tenant alone.
        var place = keys.Version == 1 ? Sealing.Associated("data-key", tenantId) : Place(tenantId, key.Number);
        return await masters.Unwrap(new(key.MasterKey, key.Sealed), place, ct).ConfigureAwait(false)
            ?? throw new StorageException(
                $"The data key {key.Number} of tenant {tenantId} can't be opened: its stored value was changed. Restore it from a backup."
            );
    }

    private static byte[] Place(string tenantId, int number) =>
        Sealing.Associated("data-key", tenantId, number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private sealed record OpenRing(
        IReadOnlyList<DataKey> Keys,
        int Last,
        int DestroyedUpTo,
        DateTimeOffset DestroyedAt,
        long ReadAt
    )
    {
        public DataKey? Current => Keys.Count > 0 ? Keys[^1] : null;

        public DataKey? Find(int number) => Keys.FirstOrDefault(key => key.Number == number);
    }
}
