using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Webhooks.Incoming;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

internal static class ReplayIncomingMessage
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{webhookId}/messages/{messageId}/replay", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "replayIncomingMessage",
                "Replay a message of an incoming webhook",
                "Handles it again as if it had just come, and was the newest of its subject.",
                404
            );

    private static async Task<Results<Ok<IncomingMessageView>, ProblemHttpResult>> Handle(
        string id,
        string webhookId,
        string messageId,
        HttpContext http,
        Webhooks.Incoming.IncomingWebhooks webhooks,
        IncomingInbox inbox,
        CancellationToken ct
    )
    {
        if (await IncomingWebhookEndpoints.WhyNot(http, webhooks, id, webhookId, ct) is { } problem)
        {
            return problem;
        }
        return await inbox.Replay(http.Caller().TenantId, webhookId, messageId, ct) is { } message
            ? TypedResults.Ok(IncomingMessageView.From(message))
            : Problems.NotFound("message", messageId);
    }
}
