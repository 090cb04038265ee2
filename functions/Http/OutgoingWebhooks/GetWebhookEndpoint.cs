using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class GetWebhookEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .Described(
                "getWebhookEndpoint",
                "Read a webhook endpoint",
                "With how it is. The answer's ETag goes into If-Match of a change.",
                404
            );

    private static async Task<Results<Ok<WebhookEndpointView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        WebhookEndpoints endpoints,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (await endpoints.Find(http.Caller().TenantId, id, ct) is not { } endpoint)
        {
            return OutgoingWebhookRoutes.NoEndpoint(id);
        }
        http.Response.SetETag(endpoint.Version);
        return TypedResults.Ok(WebhookEndpointView.From(endpoint, clock.GetUtcNow()));
    }
}
