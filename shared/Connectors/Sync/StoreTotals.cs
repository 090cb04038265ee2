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
        var query = SyncPass.AllRecords(SyncPass.RecordsOf(integrationId, objectName));
        await foreach (var document in stores.ForTenant(tenantId).QueryAll(query, ct).ConfigureAwait(false))
        {
            var record = document.As(SyncJson.Default.RecordDocument);
            if (record.DeletedAt is null)
            {
                totals.Add(record.Key, record.Raw, record.Amount, record.Currency);
            }
        }
        return totals;
    }
}
