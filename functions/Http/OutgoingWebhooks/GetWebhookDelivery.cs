using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class GetWebhookDelivery
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/deliveries/{deliveryId}", Handle)
            .Described(
                "getWebhookDelivery",
                "Read a delivery to an endpoint",
                "With each attempt and what the endpoint answered.",
                404
            );

    private static async Task<Results<Ok<WebhookDeliveryDetails>, ProblemHttpResult>> Handle(
        string id,
        string deliveryId,
        HttpContext http,
        DeliveryLog log,
        CancellationToken ct
    ) =>
        await log.Get(http.Caller().TenantId, id, deliveryId, ct) is { } delivery
            ? TypedResults.Ok(WebhookDeliveryDetails.From(delivery))
            : Problems.NotFound("delivery", deliveryId);
}
