using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Mapping.ValueMaps;

public sealed partial class ValueMaps
{
    /// <summary>
    /// A page of values that the value map has no entry for; 1 to 1,000. Those that it got an entry for since are taken off the report. Null where
    /// there is no such value map.
    /// </summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<ValueMapMissPage?> ListMisses(
        string tenantId,
        string name,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        if (await Get(tenantId, name, ct).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }
        var store = stores.ForTenant(tenantId);
        var query = new DocumentQuery(MissesOf(name)).Limit(limit).StartAfter(cursor);
        var page = await store.Query(query, ct).ConfigureAwait(false);
        var table = new CompiledValueMap(name, stored.Map);
        var (open, found) = (new List<ValueMapMiss>(), new DocumentBatch(MissesOf(name)));
        foreach (var document in page.Documents)
        {
            var miss = document.As(ValueMapStoreJson.Default.ValueMapMiss);
            if (table.There(miss.Value) is { To: not null, IsDefault: false })
            {
                // One more than a batch holds waits for the next reader.
                _ = found.Count < DocumentBatch.MaxOperations ? found.Delete(document.Path.Id) : found;
            }
            else
            {
                open.Add(miss);
            }
        }
        await store.Commit(found, ct).ConfigureAwait(false);
        return new(open, page.Next);
    }
}
