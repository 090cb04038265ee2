using System.ComponentModel;
using IntegrationFunctions.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

internal static class StartWebhookReplay
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/replays", Handle)
            .Described(
                "startWebhookReplay",
                "Replay the events of a period",
                "Sends what happened then and the endpoint wants, once more, in order. Follow it with getWebhookReplay.",
                400,
                404,
                413,
                415,
                422
            );

    private static async Task<Results<Accepted<WebhookReplayView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        HttpContext http,
        WebhookEndpoints endpoints,
        DeliveryLog log,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await endpoints.Find(caller.TenantId, id, ct) is null)
        {
            return OutgoingWebhookRoutes.NoEndpoint(id);
        }
        var started = await log.ReplayPeriod(caller.TenantId, id, caller.UserId, body.From, body.To, ct);
        return started.TryGet(out var replay, out var error)
            ? TypedResults.Accepted($"/api/v1/webhook-endpoints/{id}/replays/{replay.Id}", WebhookReplayView.Of(replay))
            : Problems.From(error);
    }

    [DisplayName("NewWebhookReplay")]
    internal sealed record Body(
        [property: Description("Events from then on; they are kept for 30 days.")] DateTimeOffset From,
        [property: Description("Events before then; now where absent.")] DateTimeOffset? To = null
    );
}
