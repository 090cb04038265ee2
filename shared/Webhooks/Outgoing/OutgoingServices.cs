using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>Puts outgoing webhooks into the services.</summary>
public static class OutgoingServices
{
    /// <summary>Adds endpoints and the deliveries to them; needs documents, queues, the event feed, outgoing HTTP and a clock.</summary>
    public static IServiceCollection AddOutgoingWebhooks(this IServiceCollection services) =>
        services
            .AddSingleton<EndpointRules>()
            .AddSingleton<WebhookEndpoints>()
            .AddSingleton<DeliveryLog>()
            .AddSingleton<EventReader>()
            .AddSingleton<EndpointTurns>()
            .AddSingleton<WebhookSender>()
            .AddSingleton<EventDelivery>()
            .AddDocumentGroup(
                (
                    new DocumentGroup(WebhookEndpoints.Group)
                        .Index("createdAt")
                        .Index("enabled")
                        .Seal("secrets[].value")
                        .Publishes("webhook-endpoint")
                ) with
                {
                    // One attempt that fails is the delivery's affair; the warning is told.
                    Quiet = ["failingSince"],
                }
            )
            .AddDocumentGroup(
                new DocumentGroup(DeliveryLog.Group)
                    .Index("queuedAt")
                    .Index("state", "sequence")
                    .Index("subject", "sequence")
                    .Index("subject", "state", "sequence")
                    .Seal("attempts[].answer")
            )
            .AddDocumentGroup(new(EndpointTurns.Group));
}
