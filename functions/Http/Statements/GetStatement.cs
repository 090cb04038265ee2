using IntegrationFunctions.Banking.Statements.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Statements;

internal static class GetStatement
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .RequireAnyRole()
            .Described(
                "getStatement",
                "Read a statement",
                "Account, balances, counts, sums, whether the balances tie, and where the file broke the standard.",
                404
            );

    private static async Task<Results<Ok<StatementHeader>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        StatementService statements,
        CancellationToken ct
    ) =>
        await statements.Get(http.Caller().TenantId, id, ct) is { } statement
            ? TypedResults.Ok(statement)
            : Problems.NotFound("statement", id);
}
