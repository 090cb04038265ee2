using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Webhooks.Incoming.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>Puts incoming webhooks into the services.</summary>
public static class IncomingServices
{
    /// <summary>Adds addresses, providers and the messages that come; needs documents and a clock.</summary>
    public static IServiceCollection AddIncomingWebhooks(this IServiceCollection services) =>
        services
            .AddSingleton<IWebhookProvider, StripeWebhooks>()
            .AddSingleton<IWebhookProvider, QuickBooksWebhooks>()
            .AddSingleton<IWebhookProvider, XeroWebhooks>()
            .AddSingleton<IWebhookProvider, GoCardlessWebhooks>()
            .AddSingleton<IWebhookProvider, StandardWebhooks>()
            .AddSingleton<WebhookProviders>()
            .AddSingleton<IncomingWebhooks>()
            .AddSingleton<HookAddresses>()
            .AddSingleton<IncomingInbox>()
            .AddSingleton<IncomingBacklog>()
            .AddSingleton<IncomingTally>()
            .AddDocumentGroup(
                new DocumentGroup(IncomingWebhooks.Group)
                    .Index("integrationId", "createdAt")
                    .Seal("token", "secrets[].value")
                    .Publishes("incoming-webhook")
            )
            .AddDocumentGroup(new DocumentGroup(IncomingWebhooks.Addresses))
            .AddDocumentGroup(new DocumentGroup(IncomingInbox.Messages).Index("receivedAt").Seal("body"))
            .AddDocumentGroup(new DocumentGroup(IncomingBacklog.State))
            .AddDocumentGroup(new DocumentGroup(IncomingBacklog.Subjects));
}
