using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Integrations;

internal static class CreateIntegration
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "createIntegration",
                "Connect a foreign system",
                "Checks the settings against the connector's schema and stores the secrets sealed. The connection itself is not tried: "
                    + "see testIntegration. With an Idempotency-Key a repeat answers 200 with the integration that the first attempt made.",
                400,
                409,
                413,
                415,
                422
            );

    private static async Task<Results<Created<IntegrationView>, Ok<IntegrationView>, ProblemHttpResult>> Handle(
        Body body,
        [FromHeader(Name = "Idempotency-Key")]
        [Description("1 to 255 printable ASCII characters, such as a UUID.")]
            string? idempotencyKey,
        HttpContext http,
        IntegrationService integrations,
        CancellationToken ct
    )
    {
        _ = idempotencyKey;
        if (http.Request.TryIdempotencyKey(out var key) is { } refused)
        {
            return refused;
        }
        var caller = http.Caller();
        var outcome = await integrations.Create(
            caller.TenantId,
            caller.UserId,
            new NewIntegration(body.Name, body.Connector, body.Settings, body.ScheduleMinutes),
            key,
            ct
        );
        if (outcome.Integration is not { } integration)
        {
            return Problems.From(outcome.Errors);
        }
        http.Response.SetETag(integration.Version);
        var view = IntegrationView.From(integration);
        return outcome.IsRepeat
            ? TypedResults.Ok(view)
            : TypedResults.Created($"/api/v1/integrations/{integration.Id}", view);
    }

    [DisplayName("NewIntegration")]
    internal sealed record Body(
        [property: Description("For people, 1 to 100 characters.")] string Name,
        [property: Description("Name of a connector from GET /api/v1/connectors.")] string Connector,
        [property: Description("Fits the connector's settingsSchema, secrets included.")] JsonObject Settings,
        [property: Description("Minutes between automatic synchronisations, 1 to 44640; absent or null: none.")]
            int? ScheduleMinutes = null
    );
}
