using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>Withdraws a payment that the bank can't have yet; its invoices are free again.</summary>
public sealed class CancelPayment(PaymentDocuments payments, PaymentClaims claims, TimeProvider clock)
{
    /// <summary>Cancels. A repeat changes nothing. Errors: <c>role-required</c>, <c>payment-not-found</c>, <c>payment-under-way</c>.</summary>
    public async Task<Result<StoredPayment>> Run(Caller caller, string paymentId, CancellationToken ct = default) =>
        caller.Is(Role.Accountant, Role.Owner)
            ? await EndPayment
                .Run(
                    payments,
                    claims,
                    caller.TenantId,
                    paymentId,
                    "cancel",
                    PaymentStage.Cancelled,
                    p => p.Note(clock.GetUtcNow(), "cancelled", caller.UserId),
                    ct
                )
                .ConfigureAwait(false)
            : PaymentErrors.Role("cancel", "accountants and owners");
}
