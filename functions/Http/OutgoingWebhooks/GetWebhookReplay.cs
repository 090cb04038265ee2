using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class GetWebhookReplay
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/replays/{replayId}", Handle)
            .Described("getWebhookReplay", "Read a replay", "How many events of the period are queued.", 404);

    private static async Task<Results<Ok<WebhookReplayView>, ProblemHttpResult>> Handle(
        string id,
        string replayId,
        HttpContext http,
        DeliveryLog log,
        CancellationToken ct
    ) =>
        await log.GetReplay(http.Caller().TenantId, id, replayId, ct) is { } replay
            ? TypedResults.Ok(WebhookReplayView.Of(replay))
            : Problems.NotFound("replay", replayId);
}
