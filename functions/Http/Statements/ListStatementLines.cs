using System.ComponentModel;
using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Functions.Http.Reconciliations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Statements;

internal static class ListStatementLines
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/lines", Handle)
            .RequireAnyRole()
            .Described(
                "listStatementLines",
                "List the lines of a statement",
                "In the order of the file, each with its matches: none, one, or several for a collective payment. By pages of limit (1 to 200, "
                    + "50 where absent).",
                400,
                404
            );

    private static async Task<Results<Ok<Page<StatementLineView>>, ProblemHttpResult>> Handle(
        string id,
        int? limit,
        string? cursor,
        HttpContext http,
        StatementService statements,
        ReconciliationService reconciliations,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await statements.Get(tenant, id, ct) is null)
        {
            return Problems.NotFound("statement", id);
        }
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await statements.ListLines(tenant, id, size, after, ct);
                var matches = await reconciliations.MatchesOf(tenant, id, page.Items.Select(l => l.Id), ct);
                return new Page<StatementLineView>(
                    [.. page.Items.Select(l => new StatementLineView(l, [.. matches[l.Id].Select(MatchView.From)]))],
                    page.Next
                );
            }
        );
    }
}

/// <summary>A line with what it pays.</summary>
[DisplayName("LineWithMatches")]
internal sealed record StatementLineView(
    StatementLine Line,
    [property: Description("Empty while the line is open.")] IReadOnlyList<MatchView> Matches
);
