using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>An approver says no: the payment ends and its invoices are free again.</summary>
public sealed class RejectPayment(PaymentDocuments payments, PaymentClaims claims, TimeProvider clock)
{
    /// <summary>
    /// Rejects. A repeat changes nothing. Errors: <c>role-required</c>, <c>payment-not-found</c>, <c>payment-under-way</c>; validation:
    /// <c>required</c> where no reason is given.
    /// </summary>
    public async Task<Result<StoredPayment>> Run(
        Caller caller,
        string paymentId,
        string reason,
        CancellationToken ct = default
    )
    {
        if (!caller.Is(Role.Approver))
        {
            return PaymentErrors.Role("reject", "approvers");
        }
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > 500)
        {
            return PaymentErrors.Invalid("required", "Say why, in 1 to 500 characters.", "/reason");
        }
        return await EndPayment
            .Run(
                payments,
                claims,
                caller.TenantId,
                paymentId,
                "reject",
                PaymentStage.Rejected,
                p => p.Note(clock.GetUtcNow(), $"rejected: {reason.Trim()}", caller.UserId),
                ct
            )
            .ConfigureAwait(false);
    }
}
