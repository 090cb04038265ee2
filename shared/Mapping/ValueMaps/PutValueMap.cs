using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Mapping.ValueMaps;

public sealed partial class ValueMaps
{
    /// <summary>Makes a value map (without <paramref name="ifVersion"/>), or replaces it over the version that was read.</summary>
    public async Task<ValueMapOutcome> Put(
        string tenantId,
        string userId,
        string name,
        string? title,
        ValueMap map,
        int? ifVersion,
        CancellationToken ct = default
    )
    {
        if (ValueMapRules.Check(name, title, map) is { Count: > 0 } errors)
        {
            return new(null, errors);
        }
        var store = stores.ForTenant(tenantId);
        var (stored, etag) = await Read(tenantId, name, ct).ConfigureAwait(false);
        if (stored?.Version != ifVersion)
        {
            return stored is null ? NotFound(name) : VersionMismatch(name, stored.Version);
        }
        if (stored is null && await store.Count(new DocumentQuery(Group), ct).ConfigureAwait(false) >= Most)
        {
            return new IntegrationError(
                ErrorKind.Permanent,
                "value-map-limit",
                $"There are {Most} value maps already, the most that a space has."
            );
        }
        var now = clock.GetUtcNow();
        var next = new StoredValueMap(
            name,
            title,
            map,
            stored?.CreatedAt ?? now,
            stored?.CreatedBy ?? userId,
            now,
            userId,
            (stored?.Version ?? 0) + 1
        );
        var json = ValueMapStoreJson.Default.StoredValueMap;
        var result = etag is null
            ? await store.Create($"{Group}/{name}", next, json, ct).ConfigureAwait(false)
            : await store.Set($"{Group}/{name}", next, json, etag, ct).ConfigureAwait(false);
        if (result.Conflict is null)
        {
            return new(next, [], IsNew: stored is null);
        }
        var winner = await Get(tenantId, name, ct).ConfigureAwait(false);
        return VersionMismatch(name, winner?.Version ?? next.Version);
    }
}
