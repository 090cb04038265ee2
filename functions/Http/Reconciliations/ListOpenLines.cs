using IntegrationFunctions.Banking.Reconciliation.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

internal static class ListOpenLines
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/open-lines", Handle)
            .RequireAnyRole()
            .Described(
                "listOpenLines",
                "List what a reconciliation left open",
                "In the order of the file, each with the reason and the invoices that come into question. By pages of limit (1 to 200, 50 where absent).",
                400,
                404
            );

    private static async Task<Results<Ok<Page<OpenLineDocument>>, ProblemHttpResult>> Handle(
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
                var page = await reconciliations.ListOpenLines(tenant, id, size, after, ct);
                return new Page<OpenLineDocument>(page.Items, page.Next);
            }
        );
    }
}
