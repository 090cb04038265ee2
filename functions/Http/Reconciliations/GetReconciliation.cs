using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Functions.Http.Shaping;
using IntegrationFunctions.Functions.Http.Statements;
using IntegrationFunctions.Functions.Reconciliation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

internal static class GetReconciliation
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .RequireAnyRole()
            .Expands(StatementEndpoints.Expansion, IntegrationEndpoints.Expansion("erpIntegration", "erpIntegrationId"))
            .Described(
                "getReconciliation",
                "Read a reconciliation",
                "State, counts and sums; reconciled plus open is all.",
                404
            );

    private static async Task<Results<Ok<ReconciliationView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        ReconciliationService reconciliations,
        ReconciliationStarter starter,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await reconciliations.Get(tenant, id, ct) is not { } found)
        {
            return Problems.NotFound("reconciliation", id);
        }
        var record = await starter.Settle(tenant, found, ct);
        var undone = await reconciliations.CountUndone(tenant, record.StatementId, id, ct);
        return TypedResults.Ok(ReconciliationView.From(record, undone));
    }
}
