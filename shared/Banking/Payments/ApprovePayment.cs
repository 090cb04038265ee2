using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>Gives one user's approval to exactly the content that he saw.</summary>
public sealed class ApprovePayment(PaymentDocuments payments, TimeProvider clock)
{
    /// <summary>
    /// Approves. A second approval by the same user changes nothing. Errors: <c>role-required</c>, <c>four-eyes</c>,
    /// <c>payment-not-found</c>, <c>payment-changed</c>, <c>payment-under-way</c>, <c>execution-date-passed</c>.
    /// </summary>
    public async Task<Result<StoredPayment>> Run(
        Caller caller,
        string paymentId,
        string contentHash,
        CancellationToken ct = default
    ) =>
        caller.Is(Role.Approver)
            ? await payments
                .Change(
                    caller.TenantId,
                    paymentId,
                    current => Approve(current.Payment, caller.UserId, contentHash),
                    tell: true,
                    ct
                )
                .ConfigureAwait(false)
            : PaymentErrors.Role("approve", "approvers");

    private Result<Payment> Approve(Payment payment, string userId, string contentHash)
    {
        if (PaymentRules.IsAuthor(payment, userId))
        {
            return PaymentErrors.FourEyes(userId);
        }
        // Computed anew: an approval must never rest on a hash that the content does not have.
        var current = PaymentContent.Hash(payment);
        if (contentHash != current || payment.ContentHash != current)
        {
            return PaymentErrors.Changed(contentHash, current);
        }
        if (payment.Approvals.Any(a => a.UserId == userId && a.ContentHash == current))
        {
            return payment;
        }
        if (!PaymentRules.IsOpen(payment))
        {
            return PaymentErrors.UnderWay(payment, "approve");
        }
        var now = clock.GetUtcNow();
        if (payment.ExecutionDate < DateOnly.FromDateTime(now.UtcDateTime))
        {
            return new IntegrationError(
                ErrorKind.Permanent,
                "execution-date-passed",
                $"The execution date {payment.ExecutionDate:yyyy-MM-dd} is past. Have an accountant set a new one, then approve.",
                "/executionDate"
            );
        }
        var approved = (payment with { Approvals = [.. payment.Approvals, new(userId, now, current)] }).Note(
            now,
            "approved",
            userId
        );
        return PaymentRules.WhyNotSend(approved) is null ? approved with { Status = PaymentStage.Approved } : approved;
    }
}
