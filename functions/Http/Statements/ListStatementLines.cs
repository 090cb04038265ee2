using System.ComponentModel;
using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Functions.Http.Lists;
using IntegrationFunctions.Functions.Http.Reconciliations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Statements;

internal static class ListStatementLines
{
    private static readonly ListRules<StatementLineView> Rules = new ListRules<StatementLineView>()
        .Filter("direction", "Only money that came in, or that went out.", line => line.Line.Direction)
        .Filter("currency", "Only lines in this currency (ISO 4217).", line => line.Line.Currency)
        .Filter(
            "matched",
            "true: only lines with a match; false: only open ones.",
            line => line.Matches.Count > 0 ? "true" : "false"
        );

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/lines", Handle)
            .RequireAnyRole()
            .Lists(Rules)
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
        return await Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                var found = await statements.ListLines(tenant, id, page.Size, page.After, ct);
                var matches = await reconciliations.MatchesOf(tenant, id, found.Items.Select(l => l.Id), ct);
                return new Page<StatementLineView>(
                    [.. found.Items.Select(l => new StatementLineView(l, [.. matches[l.Id].Select(MatchView.From)]))],
                    found.Next
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
