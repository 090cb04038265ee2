using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>What rejecting and cancelling have in common: end an open payment, then free its invoices.</summary>
internal static class EndPayment
{
    public static async Task<Result<StoredPayment>> Run(
        PaymentDocuments payments,
        PaymentClaims claims,
        string tenantId,
        string paymentId,
        string verb,
        PaymentStage end,
        Func<Payment, Payment> note,
        CancellationToken ct
    )
    {
        var result = await payments
            .Change(
                tenantId,
                paymentId,
                current =>
                    current.Payment.Status == end && current.Payment.SendAttempts.Count == 0 ? current.Payment
                    : PaymentRules.IsOpen(current.Payment) ? note(current.Payment with { Status = end, Problem = null })
                    : PaymentErrors.UnderWay(current.Payment, verb),
                tell: true,
                ct
            )
            .ConfigureAwait(false);
        if (result.TryGet(out var stored, out _))
        {
            await claims
                .Release(
                    tenantId,
                    paymentId,
                    stored.Payment.ErpIntegrationId,
                    stored.Payment.Lines.Select(l => l.InvoiceKey),
                    ct
                )
                .ConfigureAwait(false);
        }
        return result;
    }
}
