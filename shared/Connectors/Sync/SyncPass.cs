using System.Text.Json;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>
/// One full pass over an object of one integration, a page at a time. All state is in the checkpoint, which is written in the same batch as
/// the records that it speaks of: a pass that was killed anywhere goes on at its last page, and repeats change nothing and count nothing twice.
/// </summary>
public sealed class SyncPass(
    IDocumentStore store,
    TimeProvider clock,
    string integrationId,
    string objectName,
    string runId
)
{
    // Room in a batch beside the checkpoint and the list of seen keys.
    private const int MaxRecordsInBatch = DocumentBatch.MaxOperations - 2;
    private const int MaxBytesInBatch = DocumentBatch.MaxBytes * 3 / 4;
    private readonly CollectionPath _records = RecordsOf(integrationId, objectName);

    /// <summary>The collection that the records of an object live in.</summary>
    public static CollectionPath RecordsOf(string integrationId, string objectName) =>
        $"integrations/{integrationId}/objects/{objectName}/records";

    /// <summary>
    /// Does the next piece of work (one page, the sweep, or the cleaning) and says where the pass stands then. <paramref name="fetch"/> reads a page behind
    /// a connector state.
    /// </summary>
    public async Task<Result<PassProgress>> Step(
        Func<string?, Task<Result<SourcePage>>> fetch,
        CancellationToken ct = default
    )
    {
        var checkpoint = await ReadCheckpoint(ct).ConfigureAwait(false);
        switch (checkpoint.Phase)
        {
            case PassPhase.Reading:
                var page = await fetch(checkpoint.State).ConfigureAwait(false);
                if (!page.TryGet(out var records, out var error))
                {
                    return error;
                }
                return (await WritePage(checkpoint, records, ct).ConfigureAwait(false)).Progress;
            case PassPhase.Sweeping:
                return (await Sweep(checkpoint, ct).ConfigureAwait(false)).Progress;
            case PassPhase.Cleaning:
                return (await Clean(checkpoint, ct).ConfigureAwait(false)).Progress;
            default:
                return checkpoint.Progress;
        }
    }

    private async Task<CheckpointDocument> ReadCheckpoint(CancellationToken ct)
    {
        var document = await store.Get(_records.Document(CheckpointDocument.Id), ct).ConfigureAwait(false);
        var checkpoint = document?.As(SyncJson.Default.CheckpointDocument);
        return checkpoint?.RunId == runId ? checkpoint : CheckpointDocument.Start(runId);
    }

    private async Task<CheckpointDocument> WritePage(
        CheckpointDocument checkpoint,
        SourcePage page,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var stored = await ReadStored(page.Records, ct).ConfigureAwait(false);
        var batch = new DocumentBatch(_records);
        var bytes = 0;
        long unchanged = 0;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in page.Records)
        {
            if (!keys.Add(record.Key))
            {
                // The same record twice in a page: the source moved it while it paged. The first is as good as the second.
                continue;
            }
            var hash = RecordHash.Of(record.Raw);
            var old = stored.GetValueOrDefault(record.Key);
            if (old is not null && old.Hash == hash && old.DeletedAt is null)
            {
                // Written by this very run: an earlier attempt at this page has counted it.
                unchanged += old.RunId == runId ? 0 : 1;
                continue;
            }
            var document = new RecordDocument(
                RecordDocument.KindName,
                record.Key,
                hash,
                record.ETag,
                record.Raw,
                record.Canonical,
                record.Money?.Amount,
                record.Money?.Currency,
                runId,
                old?.FirstSeenAt ?? now,
                now,
                null
            );
            var size = JsonSerializer.SerializeToUtf8Bytes(document, SyncJson.Default.RecordDocument).Length;
            if (batch.Count == MaxRecordsInBatch || (batch.Count > 0 && bytes + size > MaxBytesInBatch))
            {
                await Commit(batch, checkpoint, ct).ConfigureAwait(false);
                batch = new DocumentBatch(_records);
                bytes = 0;
            }
            batch.Set(record.Key, document, SyncJson.Default.RecordDocument);
            bytes += size;
            checkpoint = old is null
                ? checkpoint with
                {
                    Added = checkpoint.Added + 1,
                }
                : checkpoint with
                {
                    Updated = checkpoint.Updated + 1,
                };
        }
        var seen = new SeenDocument(SeenDocument.KindName, runId, checkpoint.Page, [.. keys]);
        batch.Set(SeenDocument.IdOf(runId, checkpoint.Page), seen, SyncJson.Default.SeenDocument);
        checkpoint = checkpoint with
        {
            State = page.State,
            Page = checkpoint.Page + 1,
            Phase = page.HasMore ? PassPhase.Reading : PassPhase.Sweeping,
            Seen = checkpoint.Seen + keys.Count,
            Unchanged = checkpoint.Unchanged + unchanged,
        };
        await Commit(batch, checkpoint, ct).ConfigureAwait(false);
        return checkpoint;
    }

    private async Task<Dictionary<string, RecordDocument>> ReadStored(
        IReadOnlyList<SourceRecord> records,
        CancellationToken ct
    )
    {
        var stored = new Dictionary<string, RecordDocument>(StringComparer.Ordinal);
        foreach (var chunk in records.Select(record => record.Key).Distinct(StringComparer.Ordinal).Chunk(1000))
        {
            foreach (var document in await store.GetMany(_records, chunk, ct).ConfigureAwait(false))
            {
                if (document is not null)
                {
                    stored[document.Path.Id] = document.As(SyncJson.Default.RecordDocument);
                }
            }
        }
        return stored;
    }

    private async Task Commit(DocumentBatch batch, CheckpointDocument checkpoint, CancellationToken ct)
    {
        batch.Set(CheckpointDocument.Id, checkpoint, SyncJson.Default.CheckpointDocument);
        (await store.Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
    }

    private async Task<CheckpointDocument> Sweep(CheckpointDocument checkpoint, CancellationToken ct)
    {
        var seen = await ReadSeen(ct).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var gone = new List<RecordDocument>();
        await foreach (var document in store.QueryAll(AllRecords(_records), ct).ConfigureAwait(false))
        {
            var record = document.As(SyncJson.Default.RecordDocument);
            if (record.DeletedAt is null && record.RunId != runId && !seen.Contains(record.Key))
            {
                gone.Add(record);
            }
        }
        foreach (var chunk in gone.Chunk(MaxRecordsInBatch))
        {
            var batch = new DocumentBatch(_records);
            foreach (var record in chunk)
            {
                var tombstone = record with { RunId = runId, ChangedAt = now, DeletedAt = now };
                batch.Set(record.Key, tombstone, SyncJson.Default.RecordDocument);
            }
            checkpoint = checkpoint with { Deleted = checkpoint.Deleted + chunk.Length };
            await Commit(batch, checkpoint, ct).ConfigureAwait(false);
        }
        // A phase of its own: from here on the lists are going, and nothing may be compared with them any more.
        checkpoint = checkpoint with
        {
            Phase = PassPhase.Cleaning,
        };
        await Commit(new DocumentBatch(_records), checkpoint, ct).ConfigureAwait(false);
        return checkpoint;
    }

    private async Task<CheckpointDocument> Clean(CheckpointDocument checkpoint, CancellationToken ct)
    {
        var lists = new List<string>();
        await foreach (var document in store.QueryAll(AllSeen(), ct).ConfigureAwait(false))
        {
            lists.Add(document.Path.Id);
        }
        foreach (var chunk in lists.Chunk(MaxRecordsInBatch))
        {
            var batch = new DocumentBatch(_records);
            foreach (var id in chunk)
            {
                batch.Delete(id);
            }
            await Commit(batch, checkpoint, ct).ConfigureAwait(false);
        }
        checkpoint = checkpoint with { Phase = PassPhase.Done };
        await Commit(new DocumentBatch(_records), checkpoint, ct).ConfigureAwait(false);
        return checkpoint;
    }

    private async Task<HashSet<string>> ReadSeen(CancellationToken ct)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var document in store.QueryAll(AllSeen().Where("runId", runId), ct).ConfigureAwait(false))
        {
            keys.UnionWith(document.As(SyncJson.Default.SeenDocument).Keys);
        }
        return keys;
    }

    private DocumentQuery AllSeen() => new DocumentQuery(_records).Where("kind", SeenDocument.KindName).Limit(1000);

    internal static DocumentQuery AllRecords(CollectionPath records) =>
        new DocumentQuery(records).Where("kind", RecordDocument.KindName).Limit(1000);
}
