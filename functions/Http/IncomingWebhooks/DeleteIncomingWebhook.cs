using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

internal static class DeleteIncomingWebhook
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{webhookId}", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "deleteIncomingWebhook",
                "Delete an incoming webhook",
                "Its address answers 404 from then on, and its secrets are gone. A new one for the same provider gets another address.",
                404
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id,
        string webhookId,
        HttpContext http,
        Webhooks.Incoming.IncomingWebhooks webhooks,
        CancellationToken ct
    ) =>
        await webhooks.Delete(http.Caller().TenantId, id, webhookId, ct) is { } error
            ? Problems.From(error)
            : TypedResults.NoContent();
}
