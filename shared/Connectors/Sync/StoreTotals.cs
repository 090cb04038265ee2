using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>The store's side of the proof: totals of what is stored, taken from the stored content itself and not from its hashes.</summary>
public sealed class StoreTotals(IDocumentStores stores)
{
    /// <summary>Totals of all live records of an object.</summary>
    public async Task<Totals> Of(
        string tenantId,
        string integrationId,
        string objectName,
        CancellationToken ct = default
    )
    {
        var totals = new Totals();
        var all = PassScan.All(stores.ForTenant(tenantId), SyncPass.RecordsOf(integrationId, objectName), ct);
        await foreach (var document in all.ConfigureAwait(false))
        {
            if (RecordKey.IsReserved(document.Path.Id))
            {
                continue;
            }
            var record = document.As(SyncJson.Default.StoredContent);
            if (record.DeletedAt is null)
            {
                totals.Add(record.Key, record.Raw, record.Amount, record.Currency);
            }
        }
        return totals;
    }
}
