using System.ComponentModel;
using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class ChangeWebhookEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPatch("{id}", Handle)
            .Accepts<WebhookEndpointBody>("application/json", "application/merge-patch+json")
            .Described(
                "changeWebhookEndpoint",
                "Change a webhook endpoint",
                "A JSON merge patch (RFC 7396): what is absent stays. An endpoint that is enabled again is sent what waited and what happened "
                    + "meanwhile, up to 30 days back. If-Match must carry the ETag that was read.",
                400,
                404,
                412,
                413,
                415,
                422,
                428
            );

    private static async Task<Results<Ok<WebhookEndpointView>, ProblemHttpResult>> Handle(
        string id,
        WebhookEndpointBody body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read.")] string? ifMatch,
        HttpContext http,
        WebhookEndpoints endpoints,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (http.Request.TryIfMatch(out var version) is { } refused)
        {
            return refused;
        }
        var outcome = await endpoints.Change(http.Caller().TenantId, id, version, body.ToSettings(), ct);
        if (outcome.Endpoint is not { } endpoint)
        {
            return Problems.From(outcome.Errors);
        }
        http.Response.SetETag(endpoint.Version);
        return TypedResults.Ok(WebhookEndpointView.From(endpoint, clock.GetUtcNow()));
    }
}
