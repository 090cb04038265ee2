using IntegrationFunctions.Webhooks.Incoming;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

internal static class GetIncomingWebhook
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{webhookId}", Handle)
            .RequireAnyRole()
            .Described(
                "getIncomingWebhook",
                "Read an incoming webhook",
                "With what came to its address and was not kept: repeats, and refusals by their reason. The answer's ETag goes into If-Match of a change.",
                404
            );

    private static async Task<Results<Ok<IncomingWebhookDetails>, ProblemHttpResult>> Handle(
        string id,
        string webhookId,
        HttpContext http,
        Webhooks.Incoming.IncomingWebhooks webhooks,
        IncomingTally tally,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await webhooks.Get(tenant, id, webhookId, ct) is not { } webhook)
        {
            return Problems.NotFound("incoming webhook", webhookId);
        }
        http.Response.SetETag(webhook.Version);
        return TypedResults.Ok(IncomingWebhookDetails.From(webhook, await tally.Read(tenant, webhookId, ct)));
    }
}
