using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class RotateWebhookSecret
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/rotate-secret", Handle)
            .Described(
                "rotateWebhookSecret",
                "Replace an endpoint's secret",
                "For 24 hours deliveries carry a signature with the new one and one with the old one, so that receivers can be changed meanwhile. "
                    + "The answer holds the new one, this once.",
                404,
                409
            );

    private static async Task<Results<Ok<NewWebhookEndpointView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        WebhookEndpoints endpoints,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var outcome = await endpoints.RotateSecret(http.Caller().TenantId, id, ct);
        if (outcome.Endpoint is not { } endpoint)
        {
            return Problems.From(outcome.Errors);
        }
        http.Response.SetETag(endpoint.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(NewWebhookEndpointView.From(endpoint, clock.GetUtcNow()));
    }
}
