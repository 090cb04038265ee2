using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class ListWebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .Described(
                "listWebhookEndpoints",
                "List the webhook endpoints",
                "Oldest first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400
            );

    private static Task<Results<Ok<Page<WebhookEndpointView>>, ProblemHttpResult>> Handle(
        int? limit,
        string? cursor,
        HttpContext http,
        WebhookEndpoints endpoints,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await endpoints.List(http.Caller().TenantId, size, after, ct);
                var now = clock.GetUtcNow();
                return new Page<WebhookEndpointView>(
                    [.. page.Endpoints.Select(endpoint => WebhookEndpointView.From(endpoint, now))],
                    page.Next
                );
            }
        );
}
