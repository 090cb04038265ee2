using System.ComponentModel;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Statements;
using IntegrationFunctions.Functions.Reconciliation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Reconciliations;

internal static class StartReconciliation
{
    private const int MaxRun = 1_000;

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .Heavy()
            .RequireRoles(StatementEndpoints.Accountants)
            .Described(
                "startReconciliation",
                "Reconcile a statement",
                "Starts a durable workflow that matches the statement's lines with the synchronised invoices of an ERP integration, and answers "
                    + "202 at once; Location is the reconciliation. The same request again is answered with 200 and its present state. To look "
                    + "again at what stayed open (after a synchronisation, say), give the next number as run: matches stay as they are.",
                400,
                422
            );

    private static async Task<Results<Accepted<ReconciliationView>, Ok<ReconciliationView>, ProblemHttpResult>> Handle(
        StartReconciliationRequest body,
        HttpContext http,
        StatementService statements,
        IntegrationService integrations,
        ReconciliationStarter starter,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (body.Run is < 1 or > MaxRun)
        {
            return Refuse("run-invalid", $"run must be 1 to {MaxRun}; got {body.Run}.", "/run");
        }
        if (await statements.Get(tenant, body.StatementId, ct) is null)
        {
            return Refuse(
                "statement-unknown",
                $"There is no statement '{body.StatementId}'. Import it first: POST /api/v1/statements.",
                "/statementId"
            );
        }
        if (await integrations.Get(tenant, body.ErpIntegrationId, ct) is null)
        {
            return Refuse(
                "integration-unknown",
                $"There is no integration '{body.ErpIntegrationId}'.",
                "/erpIntegrationId"
            );
        }
        var (record, isNew) = await starter.Start(tenant, body.StatementId, body.ErpIntegrationId, body.Run, ct);
        var location = $"/api/v1/reconciliations/{record.Id}";
        var view = ReconciliationView.From(record);
        if (isNew)
        {
            return TypedResults.Accepted(location, view);
        }
        http.Response.Headers.Location = location;
        return TypedResults.Ok(view);
    }

    private static ProblemHttpResult Refuse(string code, string detail, string pointer) =>
        Problems.Create(StatusCodes.Status422UnprocessableEntity, code, detail, pointer);
}

/// <summary>What to reconcile with what.</summary>
internal sealed record StartReconciliationRequest(
    [property: Description("stm_...")] string StatementId,
    [property: Description("int_... whose synchronised invoices are open.")] string ErpIntegrationId,
    [property: Description("1 where absent; a higher number looks again at what stayed open.")] int Run = 1
);
