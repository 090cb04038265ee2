using System.Text.Json;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class TestWebhookEndpoint
{
    /// <summary>The type of an event that tells of nothing.</summary>
    private const string Type = "webhook-endpoint.tested";

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/test", Handle)
            .Described(
                "testWebhookEndpoint",
                "Send an endpoint a test event",
                "An event of type webhook-endpoint.tested, at once and once, whatever types the endpoint takes and even where it is disabled. The "
                    + "answer says how it went; that the endpoint refused it is a 200 too.",
                404
            );

    private static async Task<Results<Ok<WebhookDeliveryDetails>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        WebhookEndpoints endpoints,
        EventDelivery delivery,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await endpoints.Find(tenant, id, ct) is not { } endpoint)
        {
            return OutgoingWebhookRoutes.NoEndpoint(id);
        }
        var test = new PlatformEvent(
            Identifiers.New("evt", clock),
            0,
            Type,
            $"webhookEndpoints/{id}",
            0,
            clock.GetUtcNow(),
            ChangeOrigin.Current,
            JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["id"] = id }),
            null
        );
        return TypedResults.Ok(WebhookDeliveryDetails.From(await delivery.Test(tenant, endpoint, test, ct)));
    }
}
