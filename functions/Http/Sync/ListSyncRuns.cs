using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Functions.Http.Lists;
using IntegrationFunctions.Functions.Http.Shaping;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Sync;

internal static class ListSyncRuns
{
    private static readonly ListRules<SyncRunView> Rules = new ListRules<SyncRunView>()
        .Filter("status", "Only runs that ended so, or run.", run => run.Status)
        .Filter("trigger", "Only runs that this started: api, schedule, message or webhook.", run => run.Trigger)
        .Range("startedAt", run => run.StartedAt)
        .Sort("startedAt", "startedAt", descendingByDefault: true);

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("history", Handle)
            .RequireAnyRole()
            .Expands(IntegrationEndpoints.Expansion("integration", "integrationId"))
            .Lists(Rules)
            .Described(
                "listSyncRuns",
                "List synchronisations",
                "Newest first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<SyncRunView>>, ProblemHttpResult>> Handle(
        string id,
        int? limit,
        string? cursor,
        HttpContext http,
        IntegrationService integrations,
        SyncRuns runs,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await integrations.Get(tenant, id, ct) is null)
        {
            return Problems.NotFound("integration", id);
        }
        return await Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                var found = await runs.List(tenant, id, page.Size, page.After, page.Order, ct);
                return new Page<SyncRunView>([.. found.Runs.Select(r => SyncRunView.From(r))], found.Next);
            }
        );
    }
}
