using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class ReplayWebhookDelivery
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/deliveries/{deliveryId}/replay", Handle)
            .Described(
                "replayWebhookDelivery",
                "Replay a delivery to an endpoint",
                "Sends its event once more, as a delivery of its own with the same webhook-id. Follow it with getWebhookDelivery.",
                404
            );

    private static async Task<Results<Accepted<WebhookDeliveryView>, ProblemHttpResult>> Handle(
        string id,
        string deliveryId,
        HttpContext http,
        WebhookEndpoints endpoints,
        DeliveryLog log,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await endpoints.Find(tenant, id, ct) is null)
        {
            return OutgoingWebhookRoutes.NoEndpoint(id);
        }
        var replayed = await log.Replay(tenant, id, deliveryId, ct);
        return replayed.TryGet(out var delivery, out var error)
            ? TypedResults.Accepted(
                $"/api/v1/webhook-endpoints/{id}/deliveries/{delivery.Id}",
                WebhookDeliveryView.From(delivery)
            )
            : Problems.From(error);
    }
}
