using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Functions.Http.Lists;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Statements;

internal static class ListStatements
{
    private static readonly ListRules<StatementHeader> Rules = new ListRules<StatementHeader>()
        .Filter("account", "Only statements of this account (IBAN, or as the bank names it).", s => s.Account.Id)
        .Filter(
            "ties",
            "Whether the balances tie.",
            s => s.BalanceCheck.Ties is { } ties ? (ties ? "true" : "false") : null
        )
        .Range("importedAt", statement => statement.ImportedAt)
        .Sort("importedAt", "importedAt", descendingByDefault: true);

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Lists(Rules)
            .Described(
                "listStatements",
                "List statements",
                "Last imported first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400
            );

    private static Task<Results<Ok<Page<StatementHeader>>, ProblemHttpResult>> Handle(
        int? limit,
        string? cursor,
        HttpContext http,
        StatementService statements,
        CancellationToken ct
    ) =>
        Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                var found = await statements.List(http.Caller().TenantId, page.Size, page.After, page.Order, ct);
                return new Page<StatementHeader>(found.Items, found.Next);
            }
        );
}
