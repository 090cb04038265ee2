using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>
/// What follows the last page: records that were on none are marked as deleted, the figures are made exact, and the lists of seen keys go,
/// those of runs that were broken off included.
/// </summary>
internal sealed class PassSweep(
    IDocumentStore store,
    PassLedger ledger,
    CollectionPath records,
    string runId,
    DateTimeOffset now
)
{
    /// <summary>False where another attempt was faster.</summary>
    public async Task<bool> Run(CancellationToken ct)
    {
        var seen = await ReadSeen(ct).ConfigureAwait(false);
        var batch = new PassBatch(records);
        var lists = new List<string>();
        long unchanged = 0;
        await foreach (var document in PassScan.All(store, records, ct).ConfigureAwait(false))
        {
            var id = document.Path.Id;
            if (RecordKey.IsReserved(id))
            {
                if (SeenDocument.IsIdOfOne(id))
                {
                    lists.Add(id);
                }
                continue;
            }
            var header = document.As(SyncJson.Default.RecordHeader);
            if (header.DeletedAt is not null)
            {
                continue;
            }
            if (seen.Contains(id))
            {
                unchanged += header.RunId == runId ? 0 : 1;
                continue;
            }
            // Also one that this very run wrote: on a page that was broken off, and was gone when the page was read again.
            var record = document.As(SyncJson.Default.RecordDocument);
            var tombstone = PassBatch.Serialize(
                record with
                {
                    RunId = runId,
                    ChangedAt = now,
                    DeletedAt = now,
                    Returned = null,
                    Vanished = null,
                    MappingRunId = null,
                }
            );
            if (!batch.Fits(tombstone))
            {
                if (!await Commit(batch, ct).ConfigureAwait(false))
                {
                    return false;
                }
                batch.Clear();
            }
            batch.Add(id, tombstone);
        }
        // A phase of its own from here on: the lists are going, and nothing may be compared with them any more. A record that was on two pages
        // was counted on both; now it is known how many there really are.
        var next = ledger.Now with
        {
            Phase = PassPhase.Cleaning,
            Seen = seen.Count,
            Unchanged = unchanged,
            Deleted = ledger.Now.Deleted + batch.Count,
        };
        return await ledger.Commit(batch.Documents, next, ct).ConfigureAwait(false)
            && await Clean(lists, ct).ConfigureAwait(false);
    }

    /// <summary>Goes on after a cleaning that was broken off. False where another attempt was faster.</summary>
    public async Task<bool> Clean(CancellationToken ct)
    {
        var lists = new List<string>();
        await foreach (var document in PassScan.All(store, records, ct).ConfigureAwait(false))
        {
            if (SeenDocument.IsIdOfOne(document.Path.Id))
            {
                lists.Add(document.Path.Id);
            }
        }
        return await Clean(lists, ct).ConfigureAwait(false);
    }

    private async Task<bool> Clean(List<string> lists, CancellationToken ct)
    {
        foreach (var chunk in lists.Chunk(DocumentBatch.MaxOperations - 1))
        {
            var batch = new DocumentBatch(records);
            foreach (var id in chunk)
            {
                batch.Delete(id);
            }
            if (!await ledger.Commit(batch, ledger.Now, ct).ConfigureAwait(false))
            {
                return false;
            }
        }
        var done = ledger.Now with { Phase = PassPhase.Done };
        return await ledger.Commit(new DocumentBatch(records), done, ct).ConfigureAwait(false);
    }

    private Task<bool> Commit(PassBatch batch, CancellationToken ct) =>
        ledger.Commit(batch.Documents, ledger.Now with { Deleted = ledger.Now.Deleted + batch.Count }, ct);

    private async Task<HashSet<string>> ReadSeen(CancellationToken ct)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var ids = Enumerable.Range(0, ledger.Now.Page).Select(page => SeenDocument.IdOf(runId, page));
        foreach (var chunk in ids.Chunk(PassScan.PageSize))
        {
            foreach (var document in await store.GetMany(records, chunk, ct).ConfigureAwait(false))
            {
                // One that is missing would have its records deleted.
                var list =
                    document ?? throw new InvalidOperationException($"A list of seen keys is missing from {records}.");
                keys.UnionWith(list.As(SyncJson.Default.SeenDocument).Keys);
            }
        }
        return keys;
    }
}
