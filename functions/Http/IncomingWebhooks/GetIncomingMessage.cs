using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Webhooks.Incoming;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

internal static class GetIncomingMessage
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{webhookId}/messages/{messageId}", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "getIncomingMessage",
                "Read a message of an incoming webhook",
                "With its body, byte for byte as it came, and the events that were found in it.",
                404
            );

    private static async Task<Results<Ok<IncomingMessageDetails>, ProblemHttpResult>> Handle(
        string id,
        string webhookId,
        string messageId,
        HttpContext http,
        Webhooks.Incoming.IncomingWebhooks webhooks,
        WebhookProviders providers,
        IncomingInbox inbox,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await webhooks.Get(tenant, id, webhookId, ct) is not { } webhook)
        {
            return Problems.NotFound("incoming webhook", webhookId);
        }
        if (await inbox.Get(tenant, webhookId, messageId, ct) is not { } message)
        {
            return Problems.NotFound("message", messageId);
        }
        var events = providers.Find(webhook.Provider)?.Events(message.Bytes()) ?? [];
        return TypedResults.Ok(
            new IncomingMessageDetails(
                IncomingMessageView.From(message),
                [.. events.Select(e => new IncomingEventView(e.Id, e.Type, e.Subject, e.At))],
                message.Body,
                message.IsBase64
            )
        );
    }
}
