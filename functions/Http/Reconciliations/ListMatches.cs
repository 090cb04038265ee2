using IntegrationFunctions.Banking.Reconciliation.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

internal static class ListMatches
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/matches", Handle)
            .RequireAnyRole()
            .Described(
                "listMatches",
                "List the matches of a reconciliation",
                "In the order of lines, each with the fields that agreed; matches that were undone are gone. By pages of limit (1 to 200, 50 where absent).",
                400,
                404
            );

    private static async Task<Results<Ok<Page<MatchView>>, ProblemHttpResult>> Handle(
        string id,
        int? limit,
        string? cursor,
        HttpContext http,
        ReconciliationService reconciliations,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await reconciliations.Get(tenant, id, ct) is null)
        {
            return Problems.NotFound("reconciliation", id);
        }
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await reconciliations.ListMatches(tenant, id, size, after, ct);
                return new Page<MatchView>([.. page.Items.Select(MatchView.From)], page.Next);
            }
        );
    }
}
