using IntegrationFunctions.Functions.Http.Lists;
using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class ListWebhookDeliveries
{
    private static readonly ListRules<WebhookDeliveryView> Rules = new ListRules<WebhookDeliveryView>()
        .Filter("state", "Only deliveries that stand there.", delivery => delivery.State)
        .Filter("type", "Only of events of this type.", delivery => delivery.Type)
        .Filter("subject", "Only of events of this thing: payments/pay_...", delivery => delivery.Subject)
        .Filter("eventId", "Only of this event.", delivery => delivery.EventId)
        .Range("queuedAt", delivery => delivery.QueuedAt);

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/deliveries", Handle)
            .Lists(Rules)
            .Described(
                "listWebhookDeliveries",
                "List the deliveries to an endpoint",
                "Newest first, those of the last 30 days, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<WebhookDeliveryView>>, ProblemHttpResult>> Handle(
        string id,
        int? limit,
        string? cursor,
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
        return await Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                var found = await log.List(tenant, id, page.Size, page.After, ct);
                return new Page<WebhookDeliveryView>(
                    [.. found.Deliveries.Select(WebhookDeliveryView.From)],
                    found.Next
                );
            }
        );
    }
}
