using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>The history of an integration's runs.</summary>
public sealed class SyncRuns(IDocumentStores stores, TimeProvider clock)
{
    /// <summary>Notes that a run was asked for. A repeat answers with the first run of that id.</summary>
    public async Task<SyncRun> Start(
        string tenantId,
        string integrationId,
        string runId,
        string trigger,
        CancellationToken ct = default
    )
    {
        var run = new SyncRun(runId, integrationId, SyncRunStatus.Running, trigger, clock.GetUtcNow());
        var created = await stores
            .ForTenant(tenantId)
            .Create(PathOf(integrationId, runId), run, SyncJson.Default.SyncRun, ct)
            .ConfigureAwait(false);
        return created.Conflict is null ? run : (await Get(tenantId, integrationId, runId, ct).ConfigureAwait(false))!;
    }

    /// <summary>Notes how a run ended. The first word stands: a repeat changes nothing.</summary>
    public async Task Finish(
        string tenantId,
        string integrationId,
        string runId,
        JsonObject? result,
        string? errorCode,
        string? errorMessage,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        var stored = await store.Get(PathOf(integrationId, runId), ct).ConfigureAwait(false);
        var run =
            stored?.As(SyncJson.Default.SyncRun)
            ?? new SyncRun(runId, integrationId, SyncRunStatus.Running, "api", clock.GetUtcNow());
        if (run.Status != SyncRunStatus.Running)
        {
            return;
        }
        run = run with
        {
            Status = errorCode is null ? SyncRunStatus.Completed : SyncRunStatus.Failed,
            FinishedAt = clock.GetUtcNow(),
            Result = result,
            ErrorCode = errorCode,
            ErrorMessage = errorMessage,
        };
        await store.Set(PathOf(integrationId, runId), run, SyncJson.Default.SyncRun, ct: ct).ConfigureAwait(false);
    }

    /// <summary>One run, or null.</summary>
    public async Task<SyncRun?> Get(string tenantId, string integrationId, string runId, CancellationToken ct = default)
    {
        var document = await stores.ForTenant(tenantId).Get(PathOf(integrationId, runId), ct).ConfigureAwait(false);
        return document?.As(SyncJson.Default.SyncRun);
    }

    /// <summary>Runs, newest first, a page at a time.</summary>
    public async Task<(IReadOnlyList<SyncRun> Runs, string? Next)> List(
        string tenantId,
        string integrationId,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = new DocumentQuery($"integrations/{integrationId}/runs")
            .OrderBy("startedAt", descending: true)
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return ([.. page.Documents.Select(document => document.As(SyncJson.Default.SyncRun))], page.Next);
    }

    private static DocumentPath PathOf(string integrationId, string runId) =>
        $"integrations/{integrationId}/runs/{runId}";
}
