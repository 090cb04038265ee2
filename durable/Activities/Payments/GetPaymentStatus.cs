using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Payments;

namespace IntegrationFunctions.Activities.Payments;

/// <summary>Asks the bank how far a payment is that it has. No answer, whatever it says, has the message sent again.</summary>
public sealed class GetPaymentStatus(
    PaymentDocuments payments,
    PaymentClaims claims,
    IConnections connections,
    PaymentOptions options,
    TimeProvider clock
) : TaskActivity<PaymentKey, PaymentState>
{
    /// <inheritdoc/>
    public override async Task<PaymentState> RunAsync(TaskActivityContext context, PaymentKey input)
    {
        var ct = context.CancellationToken;
        var payment = (await payments.Read(input, ct).ConfigureAwait(false)).Payment;
        if (payment.Status != PaymentStage.Sent)
        {
            return payment.State();
        }
        var asked = await Ask(input, payment, ct).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        if (!asked.TryGet(out var report, out var error))
        {
            var held = await payments
                .Record(input, p => p.Status == PaymentStage.Sent ? p.WithProblem(error, now, "workflow") : p, ct)
                .ConfigureAwait(false);
            return held.State(error.RetryAfter);
        }
        var stored = await payments.TakeReport(input, report, now, ct).ConfigureAwait(false);
        await claims.ReleaseRefused(input.TenantId, stored.Payment, ct).ConfigureAwait(false);
        return stored.State();
    }

    private async Task<Result<PaymentStatusReport>> Ask(PaymentKey key, Payment payment, CancellationToken ct)
    {
        var opened = await BankConnection.Open(connections, key.TenantId, payment, clock, ct).ConfigureAwait(false);
        if (!opened.TryGet(out var bank, out var error))
        {
            return error;
        }
        var asked = await bank.Ask(payment.MessageId, options.SendTimeout, ct).ConfigureAwait(false);
        if (!asked.TryGet(out var report, out error))
        {
            return error;
        }
        return report is not null
            ? report
            : new IntegrationError(
                ErrorKind.Permanent,
                "bank-lost-message",
                "The bank received this payment and now does not know it. It is not sent again; ask the bank."
            );
    }
}
