using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>The rules that stand between a proposal and money. They are asked when an approval is given and again right before sending.</summary>
public static class PaymentRules
{
    /// <summary>Whether people can still change it.</summary>
    public static bool IsOpen(Payment payment) => payment.Status is PaymentStage.Proposed or PaymentStage.Approved;

    /// <summary>Whether it has ended without moving money, so that its invoices are free again.</summary>
    public static bool IsDead(Payment payment) =>
        payment.Status is PaymentStage.Rejected or PaymentStage.Cancelled or PaymentStage.Failed;

    /// <summary>Whether the payment still holds an invoice: it is in it, and neither the payment nor that transfer came to nothing.</summary>
    public static bool Holds(Payment payment, string invoiceKey) =>
        !IsDead(payment)
        && payment.Lines.Any(l =>
            l.InvoiceKey == invoiceKey
            && !(payment.Status is PaymentStage.Settled or PaymentStage.Posted && BankVerdict.IsRefusal(l.BankStatus))
        );

    /// <summary>Whether the user had a hand in the content.</summary>
    public static bool IsAuthor(Payment payment, string userId) =>
        payment.EnteredBy == userId || payment.EditedBy.Contains(userId);

    /// <summary>Approvals that count: of exactly the content as it stands, by different users, none of them an author.</summary>
    public static int CountingApprovals(Payment payment)
    {
        var hash = PaymentContent.Hash(payment);
        return payment
            .Approvals.Where(a => a.ContentHash == hash && !IsAuthor(payment, a.UserId))
            .Select(a => a.UserId)
            .Distinct(StringComparer.Ordinal)
            .Count();
    }

    /// <summary>
    /// Null where the payment may be sent as it stands. The hash is computed anew: a document that was altered behind the verbs' back stops here.
    /// </summary>
    public static IntegrationError? WhyNotSend(Payment payment)
    {
        var hash = PaymentContent.Hash(payment);
        if (hash != payment.ContentHash)
        {
            return new(
                ErrorKind.Permanent,
                "content-altered",
                $"The payment's content hashes to {hash}, but {payment.ContentHash} was sealed. It is not sent; cancel it and propose anew."
            );
        }
        var needed = Math.Max(Payment.ApprovalsNeeded, payment.RequiredApprovals);
        var counting = CountingApprovals(payment);
        return counting >= needed
            ? null
            : new(
                ErrorKind.Permanent,
                "approvals-missing",
                $"The payment has {counting} of {needed} approvals of its content as it stands."
            );
    }

    internal static Payment Note(this Payment payment, DateTimeOffset at, string what, string who) =>
        payment with
        {
            History = [.. payment.History, new(at, what, who)],
        };
}
