using System.Text.Json;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Workflows.Payments;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>A person changed a payment: its workflow is started where it isn't there yet, and told to look again.</summary>
internal sealed class PaymentChangedTrigger(DurableTaskClient client, PaymentOptions options) : IQueueTrigger
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
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(PayInvoices),
                new PayInput(
                    changed.TenantId,
                    changed.PaymentId,
                    options.PollInterval,
                    options.MaxPollInterval,
                    options.OverdueAfter
                ),
                new StartOrchestrationOptions(
                    changed.PaymentId,
                    Tags: new Dictionary<string, string> { [StartOrchestrationOptions.TenantTag] = changed.TenantId }
                ),
                ct
            );
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // An earlier message started it.
        }
        await client.RaiseEventAsync(changed.PaymentId, PayInvoices.Changed, cancellation: ct);
    }
}
