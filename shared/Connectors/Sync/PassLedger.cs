using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>The checkpoint as it was read, and the only way to write: with it, and over that version.</summary>
internal sealed class PassLedger
{
    private readonly IDocumentStore _store;
    private string? _etag;

    private PassLedger(IDocumentStore store, CheckpointDocument now, bool isNew, string? etag) =>
        (_store, Now, IsNew, _etag) = (store, now, isNew, etag);

    /// <summary>As it is stored, or the beginning.</summary>
    public CheckpointDocument Now { get; private set; }

    /// <summary>Nothing of this run is stored yet; maybe another run's checkpoint is.</summary>
    public bool IsNew { get; }

    public static async Task<PassLedger> Read(
        IDocumentStore store,
        CollectionPath records,
        string runId,
        CancellationToken ct
    )
    {
        var document = await store.Get(records.Document(CheckpointDocument.Id), ct).ConfigureAwait(false);
        var found = document?.As(SyncJson.Default.CheckpointDocument);
        return found?.RunId == runId
            ? new PassLedger(store, found, false, document!.ETag)
            : new PassLedger(store, CheckpointDocument.Start(runId), true, document?.ETag);
    }

    /// <summary>Writes the batch and the checkpoint, or nothing (false) where somebody else wrote the checkpoint meanwhile.</summary>
    public async Task<bool> Commit(DocumentBatch batch, CheckpointDocument next, CancellationToken ct)
    {
        _ = _etag is null
            ? batch.Create(CheckpointDocument.Id, next, SyncJson.Default.CheckpointDocument)
            : batch.Set(CheckpointDocument.Id, next, SyncJson.Default.CheckpointDocument, _etag);
        var result = await _store.Commit(batch, ct).ConfigureAwait(false);
        if (result.Conflict is not null)
        {
            return false;
        }
        (_etag, Now) = (result.ETags[^1], next);
        return true;
    }
}
