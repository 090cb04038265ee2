using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class CreateWebhookEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .Described(
                "createWebhookEndpoint",
                "Make a webhook endpoint",
                "Events that happen from now on are posted to url as CloudEvents, signed as Standard Webhooks says. The answer holds the secret, this "
                    + "once. A 2xx within 30 seconds is a delivery; anything else is tried again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h. Up to 50 "
                    + "endpoints; addresses within a network are refused.",
                400,
                409,
                413,
                415,
                422
            );

    private static async Task<Results<Created<NewWebhookEndpointView>, ProblemHttpResult>> Handle(
        WebhookEndpointBody body,
        HttpContext http,
        WebhookEndpoints endpoints,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        var outcome = await endpoints.Create(caller.TenantId, caller.UserId, body.ToSettings(), ct);
        if (outcome.Endpoint is not { } endpoint)
        {
            return Problems.From(outcome.Errors);
        }
        http.Response.SetETag(endpoint.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/api/v1/webhook-endpoints/{endpoint.Id}",
            NewWebhookEndpointView.From(endpoint, clock.GetUtcNow())
        );
    }
}
