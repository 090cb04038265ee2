using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Payments;

namespace IntegrationFunctions.Functions.Payments;

/// <summary>Starts the workflow of a payment where it isn't there yet, and tells it to look at the payment again.</summary>
internal sealed class PaymentStarter(DurableTaskClient client, PaymentOptions options)
{
    /// <summary>May be called any number of times: the instance has the payment's id, so there is one.</summary>
    public async Task LookAgain(string tenantId, string paymentId, CancellationToken ct)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(PayInvoices),
                new PayInput(tenantId, paymentId, options.PollInterval, options.MaxPollInterval, options.OverdueAfter),
                new StartOrchestrationOptions(
                    paymentId,
                    Tags: new Dictionary<string, string> { [StartOrchestrationOptions.TenantTag] = tenantId }
                ),
                ct
            );
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // An earlier change started it.
        }
        await client.RaiseEventAsync(paymentId, PayInvoices.Changed, cancellation: ct);
    }
}
