using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Platform.Documents.Sensitive;

/// <summary>
/// Stands before a store and seals the sensitive fields of each group (<see cref="DocumentGroup.Sensitive"/>) with the tenant's key, so that
/// no file, backup or operator of the store sees them; who reads through it sees them as they were, to the digit. What was stored
/// before a field was declared sensitive is read as it is, and sealed when it is written next or by <see cref="Reseal"/>.
/// </summary>
/// <param name="inner">The store.</param>
/// <param name="catalogue">Says what is sensitive.</param>
/// <param name="keys">The tenants' keys. They may live in this very store, for their group has no sensitive fields.</param>
public sealed class SealingDocumentStores(IDocumentStores inner, DocumentCatalogue catalogue, Lazy<ITenantKeys> keys)
    : IDocumentStores,
        ISealedValues
{
    private readonly SealedGroups _groups = new(catalogue);

    /// <inheritdoc/>
    public IDocumentStore ForTenant(string tenantId) =>
        new SealingDocumentStore(inner.ForTenant(tenantId), _groups, keys);

    /// <inheritdoc/>
    public Task<int> KeepHouse(int max, CancellationToken ct = default) => inner.KeepHouse(max, ct);

    /// <inheritdoc/>
    public async Task<int> Reseal(string tenantId, CancellationToken ct = default)
    {
        var store = inner.ForTenant(tenantId);
        var done = 0;
        foreach (var collection in await store.Collections(ct).ConfigureAwait(false))
        {
            if (_groups.Find(collection) is not { } fields)
            {
                continue;
            }
            await foreach (var document in store.QueryAll(new(collection), ct).ConfigureAwait(false))
            {
                var key = await keys.Value.Current(tenantId, ct).ConfigureAwait(false);
                if (
                    !IsCurrent(document, fields, key)
                    && await ResealOne(store, document, fields, key, ct).ConfigureAwait(false)
                )
                {
                    done++;
                }
            }
        }
        return done;
    }

    private static bool IsCurrent(Document document, SealedFields fields, DataKey key)
    {
        var json = document.Content.Span;
        var boxes = SealedSpans.Boxes(json, fields);
        foreach (var box in boxes)
        {
            if (FieldSealer.KeyOf(json, box) != key.Number)
            {
                return false;
            }
        }
        // A box is a value too: where there are more values, some are not sealed yet.
        return SealedSpans.Plain(json, fields).Count == boxes.Count;
    }

    private async Task<bool> ResealOne(
        IDocumentStore store,
        Document document,
        SealedFields fields,
        DataKey key,
        CancellationToken ct
    )
    {
        var sealer = new FieldSealer(keys.Value, store.TenantId);
        Document open;
        try
        {
            open = await sealer.Open(document, fields, ct).ConfigureAwait(false);
        }
        catch (KeyDestroyedException)
        {
            return false;
        }
        var spans = SealedSpans.Plain(open.Content.Span, fields);
        var content = sealer.Seal(open.Content.Span, spans, document.Path, key);
        var batch = new DocumentBatch(document.Path.Collection).Put(
            document.Path.Id,
            content,
            mustBeNew: false,
            document.ETag,
            document.ExpiresAt
        );
        // Only over what was read: a newer value is sealed with the newer key already.
        return (await store.Commit(batch, ct).ConfigureAwait(false)).Conflict is null;
    }
}
