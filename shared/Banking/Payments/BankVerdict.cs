namespace IntegrationFunctions.Banking.Payments;

/// <summary>What a bank's report means for a payment. Codes: ISO 20022 ExternalPaymentGroupStatus1Code and ...TransactionStatus1Code.</summary>
public static class BankVerdict
{
    /// <summary>Executed: settled at the debtor's side (ACSC) or at the creditor's (ACCC).</summary>
    public static bool IsExecution(string? status) => status is "ACSC" or "ACCC";

    /// <summary>Refused or cancelled at the bank: no money moves.</summary>
    public static bool IsRefusal(string? status) => status is "RJCT" or "CANC";

    /// <summary>
    /// The payment as the report leaves it: a transfer's own status counts before the group's, and the payment ends only when every transfer
    /// has. A transfer that has ended stays so. Any status that is neither execution nor refusal means: ask again.
    /// </summary>
    public static Payment Apply(Payment payment, PaymentStatusReport report, DateTimeOffset now)
    {
        if (report.OriginalMessageId != payment.MessageId)
        {
            throw new ArgumentException(
                $"The report is about message '{report.OriginalMessageId}', not about '{payment.MessageId}'.",
                nameof(report)
            );
        }
        // PART says only that the transfers differ.
        var common = report.GroupStatus == "PART" ? null : report.GroupStatus;
        var byId = report.Transactions.GroupBy(t => t.EndToEndId).ToDictionary(g => g.Key, g => g.Last());
        PaymentLine[] lines = [.. payment.Lines.Select(l => Apply(l, byId.GetValueOrDefault(l.EndToEndId), common))];
        var next = payment with
        {
            Lines = lines,
            BankStatus = report.GroupStatus ?? Summary(lines) ?? payment.BankStatus,
            BankReasons = report.Reasons,
        };
        var status =
            !lines.All(l => IsExecution(l.BankStatus) || IsRefusal(l.BankStatus)) ? PaymentStage.Sent
            : lines.Any(l => IsExecution(l.BankStatus)) ? PaymentStage.Settled
            : PaymentStage.Rejected;
        if (Same(payment, next) && payment.Status == status)
        {
            return payment.Problem is null ? payment : payment with { Problem = null };
        }
        var reasons = report.Reasons.Count > 0 ? $" ({string.Join("; ", report.Reasons)})" : "";
        return (
            next with
            {
                Status = status,
                SettledAt = status == PaymentStage.Settled ? now : null,
                Problem = null,
            }
        ).Note(now, $"status {next.BankStatus ?? "unknown"}{reasons}", "bank");
    }

    private static PaymentLine Apply(PaymentLine line, TransactionStatus? own, string? common) =>
        IsExecution(line.BankStatus) || IsRefusal(line.BankStatus) ? line
        : own is not null
            ? line with
            {
                BankStatus = own.Status,
                BankReasons = own.Reasons.Count > 0 ? own.Reasons : null,
            }
        : line with { BankStatus = common ?? line.BankStatus };

    private static string? Summary(PaymentLine[] lines)
    {
        string?[] all = [.. lines.Select(l => l.BankStatus).Distinct()];
        return all.Length == 1 ? all[0] : "PART";
    }

    private static bool Same(Payment a, Payment b) =>
        a.BankStatus == b.BankStatus
        && a.BankReasons.SequenceEqual(b.BankReasons)
        && a.Lines.Zip(b.Lines).All(p => p.First.BankStatus == p.Second.BankStatus);
}
