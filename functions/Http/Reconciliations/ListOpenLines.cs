using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Functions.Http.Lists;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

internal static class ListOpenLines
{
    private static readonly ListRules<OpenLineDocument> Rules = new ListRules<OpenLineDocument>()
        .Filter("reasonCode", "Only lines that are open for this reason.", line => line.ReasonCode)
        .Filter("currency", "Only lines in this currency (ISO 4217).", line => line.Currency)
        .Filter("direction", "Only money that came in, or that went out.", line => line.Direction);

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/open-lines", Handle)
            .RequireAnyRole()
            .Lists(Rules)
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
        return await Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                var found = await reconciliations.ListOpenLines(tenant, id, page.Size, page.After, ct);
                return new Page<OpenLineDocument>(found.Items, found.Next);
            }
        );
    }
}
