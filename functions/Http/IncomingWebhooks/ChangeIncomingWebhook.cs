using System.ComponentModel;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Webhooks.Incoming;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

internal static class ChangeIncomingWebhook
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPatch("{webhookId}", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Accepts<Body>("application/json", "application/merge-patch+json")
            .Described(
                "changeIncomingWebhook",
                "Change an incoming webhook",
                "A JSON merge patch (RFC 7396): what is absent stays. To replace a secret without losing a message give the old and the new one, "
                    + "change it at the provider, and then give the new one alone. If-Match must carry the ETag that was read.",
                400,
                404,
                412,
                413,
                415,
                422,
                428
            );

    private static async Task<Results<Ok<IncomingWebhookView>, ProblemHttpResult>> Handle(
        string id,
        string webhookId,
        Body body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read.")] string? ifMatch,
        HttpContext http,
        Webhooks.Incoming.IncomingWebhooks webhooks,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (http.Request.TryIfMatch(out var version) is { } refused)
        {
            return refused;
        }
        var change = new WebhookChange(body.Secrets, body.Paused, body.MaxPerSecond);
        var outcome = await webhooks.Change(http.Caller().TenantId, id, webhookId, version, change, ct);
        if (outcome.Webhook is not { } webhook)
        {
            return Problems.From(outcome.Errors);
        }
        http.Response.SetETag(webhook.Version);
        return TypedResults.Ok(IncomingWebhookView.From(webhook));
    }

    [DisplayName("IncomingWebhookPatch")]
    internal sealed record Body(
        [property: Description("All secrets that count from now on, 1 to 4.")] IReadOnlyList<string>? Secrets = null,
        [property: Description("true: takes nothing in until it is false again.")] bool? Paused = null,
        [property: Description("Messages a second that the address takes, 1 to 100000.")] int? MaxPerSecond = null
    );
}
