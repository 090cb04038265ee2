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
        var all = PassScan.All(stores.ForTenant(tenantId), SyncPass.RecordsOf(integrationId, objectName), ct);
        await foreach (var document in all.ConfigureAwait(false))
        {
            if (RecordKey.IsReserved(document.Path.Id))
            {
                continue;
            }
            var record = document.As(SyncJson.Default.RecordDocument);
            if (record is { DeletedAt: null, Withheld: null })
            {
                yield return Synced(objectName, record);
            }
        }
    }

    public async Task<SyncedPage> Page(
        string tenantId,
        string integrationId,
        string objectName,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = PassScan.Query(SyncPass.RecordsOf(integrationId, objectName)).Limit(limit).StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        var live = page
            .Documents.Where(document => !RecordKey.IsReserved(document.Path.Id))
            .Select(document => document.As(SyncJson.Default.RecordDocument))
            .Where(record => record is { DeletedAt: null, Withheld: null })
            .Select(record => Synced(objectName, record));
        return new SyncedPage([.. live], page.Next);
    }

    public async Task<RecordChangePage> Changes(
        string tenantId,
        string integrationId,
        string objectName,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var page = await stores
            .ForTenant(tenantId)
            .ReadChanges(SyncPass.RecordsOf(integrationId, objectName), cursor, limit, ct)
            .ConfigureAwait(false);
        var changes = new List<RecordChange>();
        foreach (var change in page.Changes)
        {
            // Checkpoints and lists of seen keys live among the records; they are nobody's business outside.
            if (RecordKey.IsReserved(change.Document.Path.Id))
            {
                continue;
            }
            var record = change.Document.As(SyncJson.Default.RecordDocument);
            // Nobody saw it before, or nobody sees it since long.
            if (record.Withheld is not null && record.Vanished != true)
            {
                continue;
            }
            var kind =
                record.DeletedAt is not null || record.Withheld is not null ? RecordChangeKind.Deleted
                : change.Kind == ChangeKind.Created || record.Returned == true ? RecordChangeKind.Added
                : RecordChangeKind.Updated;
            // A mapping that came into force changed it, and not the synchronisation that brought it.
            var runId = record.MappingRunId ?? record.RunId;
            changes.Add(new RecordChange(kind, Synced(objectName, record), runId, record.ChangedAt));
        }
        return new RecordChangePage(changes, page.Cursor);
    }

    public async Task<SyncedRecord?> Get(
        string tenantId,
        string integrationId,
        string objectName,
        string key,
        CancellationToken ct = default
    )
    {
        if (!RecordKey.IsFit(key))
        {
            return null;
        }
        var path = SyncPass.RecordsOf(integrationId, objectName).Document(key);
        var document = await stores.ForTenant(tenantId).Get(path, ct).ConfigureAwait(false);
        var record = document?.As(SyncJson.Default.RecordDocument);
        return record is { DeletedAt: null, Withheld: null } ? Synced(objectName, record) : null;
    }

    private static SyncedRecord Synced(string objectName, RecordDocument record) =>
        new(objectName, record.Key, record.Canonical, record.ETag);
}
