using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Webhooks.Incoming;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>The queues, where the Functions host delivers their messages: to the same triggers that the pump in the process hands them to.</summary>
internal static class QueueFunctions
{
    public static IEnumerable<FunctionDeclaration> All(QueueHome home) =>
        [
            Declare("IncomingWebhooks", IncomingInbox.Queue, home),
            Declare("PaymentChanges", PaymentChanged.Queue, home),
            Declare("SyncRequests", SyncRequest.Queue, home),
        ];

    private static FunctionDeclaration Declare(string name, string queue, QueueHome home) =>
        new()
        {
            Name = name,
            Bindings = [FunctionBinding.Queue(queue, home), FunctionBinding.Client],
            Handle = async (call, ct) =>
            {
                var message = HostMessage.Read(queue, call);
                var trigger = call.Services.GetServices<IQueueTrigger>().Single(trigger => trigger.Queue == queue);
                await trigger.Handle(message, ct);
                return FunctionAnswer.Done;
            },
        };
}
