using IntegrationFunctions.Banking.Statements.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Statements;

internal static class ListStatements
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
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
        Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await statements.List(http.Caller().TenantId, size, after, ct);
                return new Page<StatementHeader>(page.Items, page.Next);
            }
        );
}
