using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Functions.Http.Shaping;
using IntegrationFunctions.Functions.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Sync;

internal static class GetSyncRun
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("history/{runId}", Handle)
            .RequireAnyRole()
            .Expands(IntegrationEndpoints.Expansion("integration", "integrationId"))
            .Described("getSyncRun", "Read a synchronisation", "As getSync, for any run of the integration.", 404);

    private static async Task<Results<Ok<SyncRunView>, ProblemHttpResult>> Handle(
        string id,
        string runId,
        HttpContext http,
        SyncRuns runs,
        SyncStarter starter,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await runs.Get(tenant, id, runId, ct) is not { } found)
        {
            return Problems.NotFound("run", runId);
        }
        var run = await starter.Settle(tenant, found, ct);
        return TypedResults.Ok(SyncRunView.From(run, await starter.Progress(run, ct)));
    }
}
