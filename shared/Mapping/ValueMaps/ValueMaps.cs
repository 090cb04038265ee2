using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Mapping.ValueMaps;

/// <summary>
/// The value maps of tenants, which several mappings share. One verb, one file. Errors: <c>value-map-not-found</c>, <c>value-map-limit</c>,
/// <c>version-mismatch</c> (Permanent), <c>validation-failed</c> (Validation, with a pointer).
/// </summary>
public sealed partial class ValueMaps(IDocumentStores stores, TimeProvider clock)
{
    internal const string Group = "valueMaps";
    internal const string MissesGroup = "misses";

    /// <summary>Most value maps of a tenant.</summary>
    public const int Most = 500;

    /// <summary>The value map, or null.</summary>
    public async Task<StoredValueMap?> Get(string tenantId, string name, CancellationToken ct = default) =>
        (await Read(tenantId, name, ct).ConfigureAwait(false)).Stored;

    /// <summary>A page, by name; 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<ValueMapPage> List(string tenantId, int limit, string? cursor, CancellationToken ct = default)
    {
        var query = new DocumentQuery(Group).Limit(limit).StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(ValueMapStoreJson.Default.StoredValueMap))], page.Next);
    }

    /// <summary>The tables of these names; one that there is not is not among them.</summary>
    public async Task<IReadOnlyDictionary<string, ValueMap>> Load(
        string tenantId,
        IReadOnlyCollection<string> names,
        CancellationToken ct = default
    )
    {
        var tables = new Dictionary<string, ValueMap>(StringComparer.Ordinal);
        var ids = names.Where(ValueMapRules.IsName).Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0)
        {
            return tables;
        }
        foreach (var document in await stores.ForTenant(tenantId).GetMany(Group, ids, ct).ConfigureAwait(false))
        {
            if (document?.As(ValueMapStoreJson.Default.StoredValueMap) is { } stored)
            {
                tables[stored.Name] = stored.Map;
            }
        }
        return tables;
    }

    /// <summary>Takes a value map away, with the report of what it missed. Mappings that use it can't be used any more.</summary>
    public async Task<IntegrationError?> Delete(string tenantId, string name, CancellationToken ct = default)
    {
        var (stored, etag) = await Read(tenantId, name, ct).ConfigureAwait(false);
        if (stored is null)
        {
            return NotFound(name);
        }
        var store = stores.ForTenant(tenantId);
        if ((await store.Delete($"{Group}/{name}", etag, ct).ConfigureAwait(false)).Conflict is not null)
        {
            return VersionMismatch(name, stored.Version + 1);
        }
        var misses = await store
            .QueryAll(new DocumentQuery(MissesOf(name)).Limit(100), ct)
            .ToListAsync(ct)
            .ConfigureAwait(false);
        foreach (var chunk in misses.Chunk(DocumentBatch.MaxOperations))
        {
            var batch = new DocumentBatch(MissesOf(name));
            foreach (var miss in chunk)
            {
                batch.Delete(miss.Path.Id);
            }
            await store.Commit(batch, ct).ConfigureAwait(false);
        }
        return null;
    }

    internal static IntegrationError NotFound(string name) =>
        new(ErrorKind.Permanent, "value-map-not-found", $"There is no value map '{name}'.");

    private static IntegrationError VersionMismatch(string name, int version) =>
        new(
            ErrorKind.Permanent,
            "version-mismatch",
            $"The value map '{name}' was changed meanwhile: it is at version {version}. Read it again, and send your change with its ETag."
        );

    private static CollectionPath MissesOf(string name) => new($"{Group}/{name}/{MissesGroup}");

    private async Task<(StoredValueMap? Stored, string? ETag)> Read(string tenantId, string name, CancellationToken ct)
    {
        if (!ValueMapRules.IsName(name))
        {
            return (null, null);
        }
        var document = await stores.ForTenant(tenantId).Get($"{Group}/{name}", ct).ConfigureAwait(false);
        return (document?.As(ValueMapStoreJson.Default.StoredValueMap), document?.ETag);
    }
}
