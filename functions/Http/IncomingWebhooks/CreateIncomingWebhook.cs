using System.ComponentModel;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

internal static class CreateIncomingWebhook
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "createIncomingWebhook",
                "Make an address for a provider's webhooks",
                "One for each provider and integration. Give the provider this server's address and the path that is answered; signatures are "
                    + "checked with the secrets, which are stored sealed and never shown. Each message that is accepted starts a synchronisation.",
                400,
                404,
                409,
                413,
                415,
                422
            );

    private static async Task<Results<Created<IncomingWebhookView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        HttpContext http,
        IntegrationService integrations,
        Webhooks.Incoming.IncomingWebhooks webhooks,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await integrations.Get(caller.TenantId, id, ct) is null)
        {
            return Problems.NotFound("integration", id);
        }
        var outcome = await webhooks.Create(
            caller.TenantId,
            caller.UserId,
            id,
            body.Provider,
            body.Secrets,
            body.MaxPerSecond,
            ct
        );
        if (outcome.Webhook is not { } webhook)
        {
            return Problems.From(outcome.Errors);
        }
        http.Response.SetETag(webhook.Version);
        return TypedResults.Created(
            $"/api/v1/integrations/{id}/incoming-webhooks/{webhook.Id}",
            IncomingWebhookView.From(webhook)
        );
    }

    [DisplayName("NewIncomingWebhook")]
    internal sealed record Body(
        [property: Description("gocardless, quickbooks, standard, stripe or xero.")] string Provider,
        [property: Description("1 to 4 secrets, as the provider shows them: whsec_... for stripe and standard.")]
            IReadOnlyList<string> Secrets,
        [property: Description("Messages a second that the address takes, 1 to 100000; 200 where absent.")]
            int? MaxPerSecond = null
    );
}
