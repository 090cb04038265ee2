using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Functions.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Sync;

internal static class GetSync
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Described(
                "getSync",
                "Read the latest synchronisation",
                "While it runs, 'progress' says how far it is; afterwards 'result' holds the figures and the proof, or 'error' the reason.",
                404
            );

    private static async Task<Results<Ok<SyncRunView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IntegrationService integrations,
        SyncRuns runs,
        SyncStarter starter,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await integrations.Get(tenant, id, ct) is null)
        {
            return Problems.NotFound("integration", id);
        }
        if (await runs.Latest(tenant, id, ct) is not { } latest)
        {
            return Problems.Create(
                StatusCodes.Status404NotFound,
                "not-found",
                $"The integration '{id}' was never synchronised. Start with POST /api/v1/integrations/{id}/sync."
            );
        }
        var run = await starter.Settle(tenant, latest, ct);
        return TypedResults.Ok(SyncRunView.From(run, await starter.Progress(run, ct)));
    }
}
