using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Functions.Http.Lists;
using IntegrationFunctions.Functions.Http.Shaping;
using IntegrationFunctions.Functions.Http.Statements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

internal static class ListMatches
{
    private static readonly ListRules<MatchView> Rules = new ListRules<MatchView>()
        .Filter("method", "Only matches found so.", match => match.Method)
        .Filter("reasonCode", "Only matches for this reason.", match => match.ReasonCode)
        .Filter("lineId", "Only matches of this line.", match => match.LineId)
        .Filter("invoiceNumber", "Only matches of this invoice.", match => match.InvoiceNumber);

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/matches", Handle)
            .RequireAnyRole()
            .Expands(StatementEndpoints.Expansion)
            .Lists(Rules)
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
        return await Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                var found = await reconciliations.ListMatches(tenant, id, page.Size, page.After, ct);
                return new Page<MatchView>([.. found.Items.Select(MatchView.From)], found.Next);
            }
        );
    }
}
