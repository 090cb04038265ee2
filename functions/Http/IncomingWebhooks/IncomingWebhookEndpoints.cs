using IntegrationFunctions.Webhooks.Incoming;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

/// <summary>The addresses at which providers tell integrations of changes, and what came there.</summary>
public static class IncomingWebhookEndpoints
{
    /// <summary>Maps /integrations/{id}/incoming-webhooks.</summary>
    public static IEndpointRouteBuilder MapIncomingWebhooks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/integrations/{id}/incoming-webhooks")
            .WithTags("Incoming webhooks")
            .WithScopes("webhooks");
        CreateIncomingWebhook.Map(group);
        ListIncomingWebhooks.Map(group);
        GetIncomingWebhook.Map(group);
        ChangeIncomingWebhook.Map(group);
        DeleteIncomingWebhook.Map(group);
        ListIncomingMessages.Map(group);
        GetIncomingMessage.Map(group);
        ReplayIncomingMessage.Map(group);
        return api;
    }

    internal static async Task<ProblemHttpResult?> WhyNot(
        HttpContext http,
        Webhooks.Incoming.IncomingWebhooks webhooks,
        string integrationId,
        string webhookId,
        CancellationToken ct
    ) =>
        await webhooks.Get(http.Caller().TenantId, integrationId, webhookId, ct) is null
            ? Problems.NotFound("incoming webhook", webhookId)
            : null;
}
