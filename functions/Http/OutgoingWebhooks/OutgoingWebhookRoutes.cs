using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

/// <summary>Addresses that are told of the tenant's events, and what was sent to them.</summary>
public static class OutgoingWebhookRoutes
{
    /// <summary>Maps /webhook-endpoints.</summary>
    public static IEndpointRouteBuilder MapOutgoingWebhooks(this IEndpointRouteBuilder api)
    {
        var readers = api.MapGroup("/webhook-endpoints")
            .WithTags("Webhook endpoints")
            .WithScopes("webhooks")
            .RequireAnyRole();
        ListWebhookEndpoints.Map(readers);
        GetWebhookEndpoint.Map(readers);
        ListWebhookDeliveries.Map(readers);
        var managers = api.MapGroup("/webhook-endpoints")
            .WithTags("Webhook endpoints")
            .WithScopes("webhooks")
            .RequireRoles(IntegrationEndpoints.Managers);
        CreateWebhookEndpoint.Map(managers);
        ChangeWebhookEndpoint.Map(managers);
        DeleteWebhookEndpoint.Map(managers);
        RotateWebhookSecret.Map(managers);
        TestWebhookEndpoint.Map(managers);
        GetWebhookDelivery.Map(managers);
        ReplayWebhookDelivery.Map(managers);
        StartWebhookReplay.Map(managers);
        GetWebhookReplay.Map(managers);
        return api;
    }

    internal static ProblemHttpResult NoEndpoint(string id) => Problems.NotFound("webhook endpoint", id);
}
