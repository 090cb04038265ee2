using System.Text.Json.Nodes;
using System.Xml;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Webhooks.Incoming;
using IntegrationFunctions.Webhooks.Outgoing;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>The product's queues: what a laptop's behave like, and what infra/bicep makes at Service Bus.</summary>
internal static class QueueDeclarations
{
    /// <summary>One for each trigger, in the order of their names.</summary>
    public static IReadOnlyList<QueueOptions> All { get; } =
    [
        new(PublishedChanges.Queue) { Ordered = true },
        new(IncomingInbox.Queue),
        new(WebhookWork.Queue),
        new(PaymentChanged.Queue),
        new(SyncRequest.Queue),
    ];

    /// <summary>Declares them all.</summary>
    public static IServiceCollection AddQueues(this IServiceCollection services)
    {
        foreach (var queue in All)
        {
            services.AddMessageQueue(queue);
        }
        return services;
    }

    /// <summary>infra/bicep/queues.json: the properties of Microsoft.ServiceBus/namespaces/queues, with their names.</summary>
    public static string ToJson() =>
        new JsonArray([.. All.Select(Describe)]).ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n";

    private static JsonObject Describe(QueueOptions queue) =>
        new()
        {
            ["name"] = queue.Name,
            ["maxDeliveryCount"] = queue.MaxDeliveries,
            ["lockDuration"] = XmlConvert.ToString(queue.DefaultLock),
            ["duplicateDetectionHistoryTimeWindow"] = XmlConvert.ToString(queue.DuplicateWindow),
            ["requiresSession"] = queue.Ordered,
        };
}
