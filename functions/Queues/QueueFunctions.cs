using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Webhooks.Incoming;
using IntegrationFunctions.Webhooks.Outgoing;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>The queues, where the Functions host delivers their messages: to the same triggers that the pump in the process hands them to.</summary>
internal static class QueueFunctions
{
    public static IEnumerable<FunctionDeclaration> All(QueueHome home) =>
        [
            Declare("Changes", PublishedChanges.Queue, home, ordered: true),
            Declare("IncomingWebhooks", IncomingInbox.Queue, home),
            Declare("OutgoingWebhooks", WebhookWork.Queue, home),
            Declare("PaymentChanges", PaymentChanged.Queue, home),
            Declare("SyncRequests", SyncRequest.Queue, home),
        ];

    private static FunctionDeclaration Declare(string name, string queue, QueueHome home, bool ordered = false) =>
        new()
        {
            Name = name,
            Bindings = [FunctionBinding.Queue(queue, home, ordered), FunctionBinding.Client],
            Handle = async (call, ct) =>
            {
                var message = HostMessage.Read(queue, call);
                var trigger = call.Services.GetServices<IQueueTrigger>().Single(trigger => trigger.Queue == queue);
                await trigger.Handle(message, ct);
                return FunctionAnswer.Done;
            },
        };
}
