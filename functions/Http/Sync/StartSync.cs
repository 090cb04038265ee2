using System.ComponentModel;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Functions.Sync;
using IntegrationFunctions.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Sync;

internal static class StartSync
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .Heavy()
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "startSync",
                "Synchronise now",
                "Starts a durable workflow and answers 202 at once; Location is the workflow. Where a synchronisation of this integration is "
                    + "under way, or the Idempotency-Key was seen before, the answer is 200 with that run.",
                400,
                404,
                409
            );

    private static async Task<Results<Accepted<SyncRunView>, Ok<SyncRunView>, ProblemHttpResult>> Handle(
        string id,
        [FromHeader(Name = "Idempotency-Key")]
        [Description("1 to 255 printable ASCII characters, such as a UUID.")]
            string? idempotencyKey,
        HttpContext http,
        IntegrationService integrations,
        SyncStarter starter,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        _ = idempotencyKey;
        if (http.Request.TryIdempotencyKey(out var key) is { } refused)
        {
            return refused;
        }
        var tenant = http.Caller().TenantId;
        if (await integrations.Get(tenant, id, ct) is not { } integration)
        {
            return Problems.NotFound("integration", id);
        }
        if (integration.Status == IntegrationStatus.Paused)
        {
            return Problems.Create(
                StatusCodes.Status409Conflict,
                "integration-paused",
                $"The integration '{integration.Name}' is paused. Resume it first: POST /api/v1/integrations/{id}/resume."
            );
        }
        var runId = key is null
            ? Identifiers.New("run", clock)
            : Identifiers.From("run", tenant, id, "start-sync", key);
        var started = await starter.Start(tenant, id, runId, "api", ct);
        var location = $"/api/v1/workflows/{started.Run.Id}";
        var view = SyncRunView.From(started.Run);
        if (started.IsNew)
        {
            return TypedResults.Accepted(location, view);
        }
        http.Response.Headers.Location = location;
        return TypedResults.Ok(view);
    }
}
