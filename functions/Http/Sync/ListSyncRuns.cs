using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Sync;

internal static class ListSyncRuns
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("history", Handle)
            .RequireAnyRole()
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
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await runs.List(tenant, id, size, after, ct);
                return new Page<SyncRunView>([.. page.Runs.Select(r => SyncRunView.From(r))], page.Next);
            }
        );
    }
}
