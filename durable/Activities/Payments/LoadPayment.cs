using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Payments;

namespace IntegrationFunctions.Activities.Payments;

/// <summary>Reads where the payment stands.</summary>
public sealed class LoadPayment(PaymentDocuments payments) : TaskActivity<PaymentKey, PaymentState>
{
    /// <inheritdoc/>
    public override async Task<PaymentState> RunAsync(TaskActivityContext context, PaymentKey input) =>
        (await payments.Read(input, context.CancellationToken).ConfigureAwait(false)).State();
}
