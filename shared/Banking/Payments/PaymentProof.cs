namespace IntegrationFunctions.Banking.Payments;

/// <summary>
/// Everything that proves a payment from proposal to posting. <paramref name="Proven"/> only where all <paramref name="Checks"/> hold.
/// </summary>
public sealed record PaymentProof(
    string PaymentId,
    PaymentStage Status,
    bool Proven,
    IReadOnlyList<ProofCheck> Checks,
    ContentProof Content,
    ApprovalProof Approval,
    MessageProof? Message,
    BankProof Bank,
    ErpProof Erp,
    IReadOnlyList<PaymentEvent> History
)
{
    /// <summary>Draws it up from the documents; the hashes are computed anew.</summary>
    public static PaymentProof Of(Payment payment, StoredPaymentMessage? message, string? messageSha256)
    {
        var hash = PaymentContent.Hash(payment);
        var counting = PaymentRules.CountingApprovals(payment);
        PaymentLine[] executed = [.. payment.Lines.Where(l => BankVerdict.IsExecution(l.BankStatus))];
        ProofCheck[] checks =
        [
            new("content-unaltered", hash == payment.ContentHash),
            new("total-is-sum-of-lines", payment.Total == payment.Lines.Sum(l => l.Amount)),
            new("approved-by-others", PaymentRules.WhyNotSend(payment) is null),
            new("message-says-approved-content", message is not null && message.ContentHash == hash),
            new("message-bytes-unaltered", message is not null && message.Sha256 == messageSha256),
            new("message-valid", message is { Findings.Count: 0 }),
            new("bank-executed-every-transfer", payment.Lines.Count > 0 && executed.Length == payment.Lines.Count),
            new("posted-in-erp", payment.ErpDocument is not null),
        ];
        return new(
            payment.Id,
            payment.Status,
            checks.All(c => c.Holds),
            checks,
            new(payment.ContentHash, hash, payment.Lines.Count, payment.Total, payment.Currency, payment.ExecutionDate),
            new(payment.EnteredBy, payment.EditedBy, payment.Approvals, counting, payment.RequiredApprovals),
            message is null
                ? null
                : new(
                    payment.MessageId,
                    message.Sha256,
                    message.Bytes.Length,
                    message.Findings.Count == 0,
                    message.Findings,
                    message.WrittenAt
                ),
            new(
                payment.BankStatus,
                payment.BankReasons,
                executed.Length,
                executed.Sum(l => l.Amount),
                payment.SendAttempts,
                payment.SettledAt
            ),
            new(payment.Reference, payment.ErpDocument),
            payment.History
        );
    }
}

/// <summary>One thing that must hold.</summary>
public sealed record ProofCheck(string Name, bool Holds);

/// <summary>What was to be paid; the sealed hash beside the one computed now.</summary>
public sealed record ContentProof(
    string SealedHash,
    string ComputedHash,
    int Lines,
    decimal Total,
    string Currency,
    DateOnly ExecutionDate
);

/// <summary>Who made it and who approved it. <paramref name="Counting"/>: approvals by different users who had no hand in it.</summary>
public sealed record ApprovalProof(
    string EnteredBy,
    IReadOnlyList<string> EditedBy,
    IReadOnlyList<PaymentApproval> Approvals,
    int Counting,
    int Required
);

/// <summary>What the bank was given.</summary>
public sealed record MessageProof(
    string MessageId,
    string Sha256,
    int Length,
    bool Valid,
    IReadOnlyList<MessageFinding> Findings,
    DateTimeOffset WrittenAt
);

/// <summary>What the bank said.</summary>
public sealed record BankProof(
    string? Status,
    IReadOnlyList<string> Reasons,
    int ExecutedTransfers,
    decimal ExecutedTotal,
    IReadOnlyList<SendAttempt> Attempts,
    DateTimeOffset? SettledAt
);

/// <summary>What the ERP has.</summary>
public sealed record ErpProof(string Reference, string? Document);
