using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Mapping.ValueMaps;

public sealed partial class ValueMaps
{
    // A text of a megabyte that no table has is a fault of the mapping, and its beginning shows it.
    private const int MostMissed = 200;

    /// <summary>Notes values that were not found: each once, however many records have it.</summary>
    public async Task RecordMisses(
        string tenantId,
        IReadOnlyCollection<ObservedMiss> misses,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        foreach (
            var table in misses
                .Where(m => ValueMapRules.IsName(m.ValueMap))
                .GroupBy(m => m.ValueMap, StringComparer.Ordinal)
        )
        {
            foreach (var chunk in table.DistinctBy(IdOf, StringComparer.Ordinal).Chunk(DocumentBatch.MaxOperations))
            {
                var ids = chunk.Select(IdOf).ToArray();
                var known = await store.GetMany(MissesOf(table.Key), ids, ct).ConfigureAwait(false);
                var batch = new DocumentBatch(MissesOf(table.Key));
                for (var i = 0; i < chunk.Length; i++)
                {
                    if (known[i] is null)
                    {
                        batch.Set(ids[i], Miss(chunk[i]), ValueMapStoreJson.Default.ValueMapMiss);
                    }
                }
                await store.Commit(batch, ct).ConfigureAwait(false);
            }
        }
    }

    private static string IdOf(ObservedMiss miss) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(miss.Value)).AsSpan(0, 16));

    private ValueMapMiss Miss(ObservedMiss miss) =>
        new(
            miss.Value.Length > MostMissed ? miss.Value[..MostMissed] + "..." : miss.Value,
            miss.IntegrationId,
            miss.ObjectName,
            miss.RecordKey,
            miss.MappingId,
            clock.GetUtcNow()
        );
}
