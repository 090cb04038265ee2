using IntegrationFunctions.Functions.Http.Lists;
using IntegrationFunctions.Webhooks.Incoming;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

internal static class ListIncomingMessages
{
    private static readonly ListRules<IncomingMessageView> Rules = new ListRules<IncomingMessageView>()
        .Filter("state", "Only messages that stand there.", message => message.State)
        .Range("receivedAt", message => message.ReceivedAt);

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{webhookId}/messages", Handle)
            .RequireAnyRole()
            .Lists(Rules)
            .Described(
                "listIncomingMessages",
                "List the messages of an incoming webhook",
                "Newest first, those of the last 30 days, without their bodies, by pages of limit (1 to 200, 50 where absent). Give 'next' back "
                    + "as cursor until it is null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<IncomingMessageView>>, ProblemHttpResult>> Handle(
        string id,
        string webhookId,
        int? limit,
        string? cursor,
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
        return await Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                var found = await inbox.List(http.Caller().TenantId, webhookId, page.Size, page.After, ct);
                return new Page<IncomingMessageView>([.. found.Messages.Select(IncomingMessageView.From)], found.Next);
            }
        );
    }
}
