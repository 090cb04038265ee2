using System.Security.Cryptography;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Payments;

namespace IntegrationFunctions.Activities.Payments;

/// <summary>
/// Writes the message of an approved content, has it checked against the standard, and keeps it under the content's hash: once, so that every
/// repeat sends the same bytes. A message that the standard refuses ends the payment before the bank hears of it.
/// </summary>
public sealed class WritePaymentMessage(
    PaymentDocuments payments,
    PaymentClaims claims,
    IPaymentMessages messages,
    TimeProvider clock
) : TaskActivity<PaymentKey, PaymentState>
{
    /// <inheritdoc/>
    public override async Task<PaymentState> RunAsync(TaskActivityContext context, PaymentKey input)
    {
        var ct = context.CancellationToken;
        var payment = (await payments.Read(input, ct).ConfigureAwait(false)).Payment;
        if (payment.Status != PaymentStage.Approved)
        {
            return payment.State();
        }
        var hash = PaymentContent.Hash(payment);
        var message =
            await payments.GetMessage(input.TenantId, input.PaymentId, hash, ct).ConfigureAwait(false)
            ?? await payments
                .KeepMessage(input.TenantId, input.PaymentId, Write(payment, hash), ct)
                .ConfigureAwait(false);
        return message.Findings.Count == 0
            ? payment.State()
            : await Fail(input, hash, message.Findings, ct).ConfigureAwait(false);
    }

    private StoredPaymentMessage Write(Payment payment, string hash)
    {
        var now = clock.GetUtcNow();
        byte[] bytes;
        IReadOnlyList<MessageFinding> findings;
        try
        {
            bytes = messages.Write(PaymentContent.ToOrder(payment, now));
            findings = messages.Validate(bytes);
        }
        catch (ArgumentException e)
        {
            (bytes, findings) = ([], [new("Document", "unwritable", e.Message)]);
        }
        return new(hash, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes, findings, now);
    }

    private async Task<PaymentState> Fail(
        PaymentKey key,
        string hash,
        IReadOnlyList<MessageFinding> findings,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var more = findings.Count > 1 ? $" ({findings.Count - 1} more findings)" : "";
        var what = $"{findings[0].Path}: {findings[0].Message}{more}";
        var failed = await payments
            .Record(
                key,
                p =>
                    p.Status == PaymentStage.Approved && p.ContentHash == hash
                        ? p with
                        {
                            Status = PaymentStage.Failed,
                            Problem = new("message-invalid", what, now),
                            History = [.. p.History, new(now, $"message refused by the standard: {what}", "workflow")],
                        }
                        : p,
                ct
            )
            .ConfigureAwait(false);
        if (failed.Payment.Status == PaymentStage.Failed)
        {
            await claims.ReleaseAll(key.TenantId, failed.Payment, ct).ConfigureAwait(false);
        }
        return failed.State();
    }
}
