using System.Text.Json.Nodes;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>The book of runs. At most one run of an integration is under way: a new one is entered only over the run that was seen last.</summary>
public sealed class SyncRuns(IDocumentStores stores, TimeProvider clock)
{
    // Not a run's id, and without startedAt: lists leave it out.
    private const string Current = "current";

    /// <summary>The run, or null.</summary>
    public async Task<SyncRun?> Get(string tenantId, string integrationId, string runId, CancellationToken ct = default)
    {
        if (!IdRules.IsId(integrationId) || !IdRules.IsId(runId) || runId == Current)
        {
            return null;
        }
        var document = await stores
            .ForTenant(tenantId)
            .Get(Runs(integrationId).Document(runId), ct)
            .ConfigureAwait(false);
        return document?.As(SyncRunJson.Default.SyncRun);
    }

    /// <summary>The run that was entered last, or null.</summary>
    public async Task<SyncRun?> Latest(string tenantId, string integrationId, CancellationToken ct = default) =>
        (await ReadCurrent(tenantId, integrationId, ct).ConfigureAwait(false)).Run;

    /// <summary>A page of runs, newest first; 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<SyncRunPage> List(
        string tenantId,
        string integrationId,
        int limit,
        string? cursor,
        DocumentOrder? order = null,
        CancellationToken ct = default
    )
    {
        order ??= new("startedAt", Descending: true);
        var query = new DocumentQuery(Runs(integrationId))
            .Where("startedAt", Compare.Greater, "")
            .OrderBy(order.Field, order.Descending)
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new SyncRunPage([.. page.Documents.Select(d => d.As(SyncRunJson.Default.SyncRun))], page.Next);
    }

    /// <summary>
    /// Enters a run as under way, unless it was entered before or another one is under way: then that one is returned. So the answer may have
    /// another id than <paramref name="runId"/>, or have ended already.
    /// </summary>
    public async Task<(SyncRun Run, bool Entered)> Enter(
        string tenantId,
        string integrationId,
        string runId,
        string trigger,
        CancellationToken ct = default
    )
    {
        while (true)
        {
            if (await Get(tenantId, integrationId, runId, ct).ConfigureAwait(false) is { } repeated)
            {
                return (repeated, false);
            }
            var (latest, etag) = await ReadCurrent(tenantId, integrationId, ct).ConfigureAwait(false);
            if (latest is { Status: SyncRunStatus.Running })
            {
                return (latest, false);
            }
            var run = new SyncRun(runId, integrationId, trigger, SyncRunStatus.Running, clock.GetUtcNow());
            var batch = new DocumentBatch(Runs(integrationId)).Create(runId, run, SyncRunJson.Default.SyncRun);
            var current = new CurrentRun(runId);
            _ = etag is null
                ? batch.Create(Current, current, SyncRunJson.Default.CurrentRun)
                : batch.Set(Current, current, SyncRunJson.Default.CurrentRun, etag);
            var commit = await stores.ForTenant(tenantId).Commit(batch, ct).ConfigureAwait(false);
            if (commit.Conflict is null)
            {
                return (run, true);
            }
        }
    }

    /// <summary>
    /// Closes a run, once: one that has ended keeps its first ending. A result closes it as succeeded, else <paramref name="error"/> as failed
    /// or, with <paramref name="terminated"/>, as ended from outside.
    /// </summary>
    public async Task Finish(
        string tenantId,
        string integrationId,
        string runId,
        JsonObject? result,
        SyncRunError? error,
        bool terminated = false,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        var path = Runs(integrationId).Document(runId);
        while (true)
        {
            var document = await store.Get(path, ct).ConfigureAwait(false);
            if (document?.As(SyncRunJson.Default.SyncRun) is not { Status: SyncRunStatus.Running } run)
            {
                return;
            }
            var ended = run with
            {
                Status =
                    result is not null ? SyncRunStatus.Succeeded
                    : terminated ? SyncRunStatus.Terminated
                    : SyncRunStatus.Failed,
                FinishedAt = clock.GetUtcNow(),
                Result = result,
                Error = result is null ? error : null,
            };
            var commit = await store
                .Set(path, ended, SyncRunJson.Default.SyncRun, document!.ETag, ct)
                .ConfigureAwait(false);
            if (commit.Conflict is null)
            {
                return;
            }
        }
    }

    private static CollectionPath Runs(string integrationId) => new($"integrations/{integrationId}/runs");

    private async Task<(SyncRun? Run, string? ETag)> ReadCurrent(
        string tenantId,
        string integrationId,
        CancellationToken ct
    )
    {
        var document = await stores
            .ForTenant(tenantId)
            .Get(Runs(integrationId).Document(Current), ct)
            .ConfigureAwait(false);
        if (document is null)
        {
            return (null, null);
        }
        var id = document.As(SyncRunJson.Default.CurrentRun).RunId;
        return (await Get(tenantId, integrationId, id, ct).ConfigureAwait(false), document.ETag);
    }
}
