using IntegrationFunctions.Connectors.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

internal static class ListIncomingWebhooks
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Described(
                "listIncomingWebhooks",
                "List the incoming webhooks of an integration",
                "Oldest first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<IncomingWebhookView>>, ProblemHttpResult>> Handle(
        string id,
        int? limit,
        string? cursor,
        HttpContext http,
        IntegrationService integrations,
        Webhooks.Incoming.IncomingWebhooks webhooks,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await integrations.Get(tenant, id, ct) is null)
        {
            return Problems.NotFound("integration", id);
        }
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await webhooks.List(tenant, id, size, after, ct);
                return new Page<IncomingWebhookView>([.. page.Webhooks.Select(IncomingWebhookView.From)], page.Next);
            }
        );
    }
}
