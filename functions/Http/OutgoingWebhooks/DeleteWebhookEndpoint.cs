using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class DeleteWebhookEndpoint
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{id}", Handle)
            .Described(
                "deleteWebhookEndpoint",
                "Delete a webhook endpoint",
                "What still waits for it is not sent, and its secrets are gone.",
                404
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        WebhookEndpoints endpoints,
        CancellationToken ct
    ) =>
        await endpoints.Delete(http.Caller().TenantId, id, ct) is { } error
            ? Problems.From(error)
            : TypedResults.NoContent();
}
