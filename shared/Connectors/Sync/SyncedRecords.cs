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
        var query = SyncPass.AllRecords(SyncPass.RecordsOf(integrationId, objectName)).Limit(limit).StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        var live = page
            .Documents.Select(document => document.As(SyncJson.Default.RecordDocument))
            .Where(record => record.DeletedAt is null)
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
            if (change.Document.Path.Id.StartsWith('~'))
            {
                continue;
            }
            var record = change.Document.As(SyncJson.Default.RecordDocument);
            var kind =
                record.DeletedAt is not null ? RecordChangeKind.Deleted
                : change.Kind == ChangeKind.Created ? RecordChangeKind.Added
                : RecordChangeKind.Updated;
            changes.Add(new RecordChange(kind, Synced(objectName, record), record.RunId, record.ChangedAt));
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
        var path = SyncPass.RecordsOf(integrationId, objectName).Document(key);
        var document = await stores.ForTenant(tenantId).Get(path, ct).ConfigureAwait(false);
        var record = document?.As(SyncJson.Default.RecordDocument);
        return record is { Kind: RecordDocument.KindName, DeletedAt: null } ? Synced(objectName, record) : null;
    }

    private static SyncedRecord Synced(string objectName, RecordDocument record) =>
        new(objectName, record.Key, record.Canonical, record.ETag);
}
