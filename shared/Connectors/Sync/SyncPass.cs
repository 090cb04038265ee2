using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>
/// One full pass over an object of one integration, a page at a time. All state is in the checkpoint, which is written in the same batch as
/// the records that it speaks of, and only over the version that was read: a pass that was killed anywhere goes on at its last page, repeats
/// change nothing and count nothing twice, and of two that work at once one is told to stop (<c>sync-overtaken</c>, Transient).
/// </summary>
/// <param name="store">The tenant's documents.</param>
/// <param name="clock">Says when a record came in.</param>
/// <param name="integrationId">Whose records.</param>
/// <param name="objectName">Which records.</param>
/// <param name="runId">The run that the pass belongs to.</param>
/// <param name="mayBegin">
/// Asked before the pass takes the place of another run's; an error stops it. Without this a run that was ended while one of its steps was
/// under way could begin anew over its successor.
/// </param>
/// <param name="mayStore">Asked before a page with so many new or changed records is stored; an error stops the pass before the page.</param>
/// <param name="mapper">What the records become; null keeps them as they came.</param>
public sealed class SyncPass(
    IDocumentStore store,
    TimeProvider clock,
    string integrationId,
    string objectName,
    string runId,
    Func<CancellationToken, Task<IntegrationError?>>? mayBegin = null,
    Func<int, CancellationToken, Task<IntegrationError?>>? mayStore = null,
    RecordMapper? mapper = null
)
{
    private readonly CollectionPath _records = RecordsOf(integrationId, objectName);
    private readonly RecordMapper _mapper = mapper ?? RecordMapper.AsTheyCame;

    /// <summary>The collection that the records of an object live in.</summary>
    public static CollectionPath RecordsOf(string integrationId, string objectName) =>
        $"integrations/{integrationId}/objects/{objectName}/records";

    /// <summary>
    /// Does the next piece of work (one page, the sweep, or the cleaning) and says where the pass stands then. <paramref name="fetch"/> reads
    /// a page behind a connector state. Records that can't be stored are left out and named in the progress; the others are stored.
    /// </summary>
    public async Task<Result<PassProgress>> Step(
        Func<string?, Task<Result<SourcePage>>> fetch,
        CancellationToken ct = default
    )
    {
        var ledger = await PassLedger.Read(store, _records, runId, ct).ConfigureAwait(false);
        if (ledger.IsNew && mayBegin is not null && await mayBegin(ct).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }
        var sweep = new PassSweep(store, ledger, _records, runId, clock.GetUtcNow());
        bool committed;
        switch (ledger.Now.Phase)
        {
            case PassPhase.Reading:
                if (!(await fetch(ledger.Now.State).ConfigureAwait(false)).TryGet(out var page, out var error))
                {
                    return error;
                }
                var writer = new PageWriter(store, ledger, _records, runId, clock.GetUtcNow(), mayStore, _mapper);
                if (!(await writer.Write(page, ct).ConfigureAwait(false)).TryGet(out committed, out var kept))
                {
                    return kept;
                }
                break;
            case PassPhase.Sweeping:
                committed = await sweep.Run(ct).ConfigureAwait(false);
                break;
            case PassPhase.Cleaning:
                committed = await sweep.Clean(ct).ConfigureAwait(false);
                break;
            default:
                committed = true;
                break;
        }
        return committed ? ledger.Now.Progress : Overtaken();
    }

    private IntegrationError Overtaken() =>
        new(
            ErrorKind.Transient,
            "sync-overtaken",
            $"Another attempt is synchronising {objectName} of {integrationId} at the same time; this one stopped and can be repeated."
        );
}
