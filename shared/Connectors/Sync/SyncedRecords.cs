using System.Runtime.CompilerServices;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Connectors.Sync;

internal sealed class SyncedRecords(IDocumentStores stores) : ISyncedRecords
{
    public async IAsyncEnumerable<SyncedRecord> List(
        string tenantId,
        string integrationId,
        string objectName,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        var query = SyncPass.AllRecords(SyncPass.RecordsOf(integrationId, objectName));
        await foreach (var document in stores.ForTenant(tenantId).QueryAll(query, ct).ConfigureAwait(false))
        {
            var record = document.As(SyncJson.Default.RecordDocument);
            if (record.DeletedAt is null)
            {
                yield return new SyncedRecord(objectName, record.Key, record.Canonical, record.ETag);
            }
        }
    }

    public async Task<SyncedRecord?> Get(
        string tenantId,
        string integrationId,
        string objectName,
        string key,
        CancellationToken ct = default
    )
    {
        var path = SyncPass.RecordsOf(integrationId, objectName).Document(key);
        var document = await stores.ForTenant(tenantId).Get(path, ct).ConfigureAwait(false);
        var record = document?.As(SyncJson.Default.RecordDocument);
        return record is { Kind: RecordDocument.KindName, DeletedAt: null }
            ? new SyncedRecord(objectName, record.Key, record.Canonical, record.ETag)
            : null;
    }
}
