using System.Text.Json;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Functions.Payments;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>A person changed a payment: its workflow is started where it isn't there yet, and told to look again.</summary>
internal sealed class PaymentChangedTrigger(PaymentStarter starter) : IQueueTrigger
{
    public string Queue => PaymentChanged.Queue;

    public async Task Handle(ReceivedMessage message, CancellationToken ct)
    {
        var changed =
            JsonSerializer.Deserialize(message.Body.Span, PaymentJson.Default.PaymentChanged)
            ?? throw new JsonException($"The message {message.Id} on {Queue} holds null.");
        if (changed.TenantId != message.TenantId)
        {
            throw new InvalidOperationException(
                $"The message {message.Id} on {Queue} names another tenant than its own."
            );
        }
        await starter.LookAgain(changed.TenantId, changed.PaymentId, ct);
    }
}
