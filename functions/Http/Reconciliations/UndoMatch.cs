using System.ComponentModel;
using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Functions.Http.Statements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

internal static class UndoMatch
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{id}", Handle)
            .RequireRoles(StatementEndpoints.Accountants)
            .Described(
                "undoMatch",
                "Undo a match",
                "The line and all invoices that it paid are open again, also those of its collective payment; the answer names what is gone. No "
                    + "later run makes this match again by itself.",
                404
            );

    private static async Task<Results<Ok<UndoneView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        ReconciliationService reconciliations,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        return await reconciliations.Undo(caller.TenantId, id, caller.UserId, ct) is { } gone
            ? TypedResults.Ok(new UndoneView(gone))
            : Problems.NotFound("match", id);
    }
}

/// <summary>What was undone.</summary>
internal sealed record UndoneView(
    [property: Description("Ids of the matches that are gone.")] IReadOnlyList<string> Undone
);
