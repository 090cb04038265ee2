using System.Security.Cryptography;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Payments;

namespace IntegrationFunctions.Activities.Payments;

/// <summary>
/// Hands the message to the bank. An attempt is noted in the document, over the version that was read, before it is made; whoever finds an
/// attempt asks the bank first. The same bytes go out again only where the last attempt is so old that it can't be in flight, and the bank,
/// asked after that, says that it never received them.
/// </summary>
public sealed class SendPayment(
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
        var stored = await payments.Read(input, ct).ConfigureAwait(false);
        var payment = stored.Payment;
        if (payment.Status is not (PaymentStage.Approved or PaymentStage.Sending))
        {
            return payment.State();
        }
        var message = await Message(input, payment, ct).ConfigureAwait(false);
        if (!message.TryGet(out var bytes, out var error))
        {
            return await Hold(input, error, ct).ConfigureAwait(false);
        }
        // Opened before the attempt is noted: an integration that can't be opened leaves the payment in people's hands.
        var opened = await BankConnection.Open(connections, input.TenantId, payment, clock, ct).ConfigureAwait(false);
        if (!opened.TryGet(out var bank, out error))
        {
            return await Hold(input, error, ct).ConfigureAwait(false);
        }
        if (payment.Status == PaymentStage.Sending)
        {
            var askedAt = clock.GetUtcNow();
            var asked = await bank.Ask(payment.MessageId, options.SendTimeout, ct).ConfigureAwait(false);
            if (!asked.TryGet(out var report, out error))
            {
                return await Hold(input, error, ct).ConfigureAwait(false);
            }
            if (report is not null)
            {
                return await TakeReport(input, report, ct).ConfigureAwait(false);
            }
            if (payment.SendAttempts is [.., { Outcome: SendOutcomes.Refused }])
            {
                return await Fail(input, payment, ct).ConfigureAwait(false);
            }
            var believedFrom = payment.SendAttempts[^1].StartedAt + options.ResendAfter;
            if (askedAt < believedFrom)
            {
                return payment.State(believedFrom - askedAt);
            }
        }
        // Without a pause between the check and the note, over the very version that was checked: two that come this far at once can't both go on.
        if (await Note(input, stored, ct).ConfigureAwait(false) is not { } noted)
        {
            return (await payments.Read(input, ct).ConfigureAwait(false)).State(options.PollInterval);
        }
        // A process that slept here (a suspended machine) must not wake up and send beside a later attempt.
        if (clock.GetUtcNow() - noted.SendAttempts[^1].StartedAt >= options.ResendAfter - options.SendTimeout)
        {
            return noted.State(options.PollInterval);
        }
        var sent = await bank.Send(noted.MessageId, bytes, options.SendTimeout, ct).ConfigureAwait(false);
        return await TakeAnswer(input, noted, sent, ct).ConfigureAwait(false);
    }

    private async Task<Result<byte[]>> Message(PaymentKey key, Payment payment, CancellationToken ct)
    {
        if (PaymentRules.WhyNotSend(payment) is { } refusal)
        {
            return refusal;
        }
        var message = await payments
            .GetMessage(key.TenantId, key.PaymentId, payment.ContentHash, ct)
            .ConfigureAwait(false);
        return
            message is { Findings.Count: 0 }
            && message.ContentHash == payment.ContentHash
            && message.Sha256 == Convert.ToHexStringLower(SHA256.HashData(message.Bytes))
            ? message.Bytes
            : new IntegrationError(
                ErrorKind.Permanent,
                "message-missing",
                "There is no valid, unaltered message for the approved content. It is not sent."
            );
    }

    /// <summary>The payment with the new attempt, or null where someone else changed it since it was read.</summary>
    private async Task<Payment?> Note(PaymentKey key, StoredPayment read, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var result = await payments
            .Change(
                key.TenantId,
                key.PaymentId,
                current =>
                    current.ETag == read.ETag
                        ? current.Payment with
                        {
                            Status = PaymentStage.Sending,
                            Problem = null,
                            SendAttempts = [.. current.Payment.SendAttempts, new(now)],
                            History =
                            [
                                .. current.Payment.History,
                                new(now, $"sending, attempt {current.Payment.SendAttempts.Count + 1}", "workflow"),
                            ],
                        }
                        : new IntegrationError(ErrorKind.Transient, PaymentErrors.VersionCode, "Changed meanwhile."),
                tell: false,
                ct
            )
            .ConfigureAwait(false);
        return result.TryGet(out var noted, out _) ? noted.Payment : null;
    }

    private async Task<PaymentState> TakeAnswer(
        PaymentKey key,
        Payment noted,
        Result<Banking.Channels.PaymentReceipt> sent,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var accepted = sent.TryGet(out var receipt, out var error);
        var refused = error is { Kind: ErrorKind.Validation or ErrorKind.Permanent or ErrorKind.NotSupported };
        var outcome =
            accepted ? SendOutcomes.Received
            : refused ? SendOutcomes.Refused
            : SendOutcomes.Unknown;
        var stored = await payments
            .Record(
                key,
                p =>
                {
                    // A later attempt, or the bank's word, has overtaken this answer.
                    if (p.Status != PaymentStage.Sending || p.SendAttempts.Count != noted.SendAttempts.Count)
                    {
                        return p;
                    }
                    var ended = p with
                    {
                        SendAttempts =
                        [
                            .. p.SendAttempts.SkipLast(1),
                            p.SendAttempts[^1] with
                            {
                                EndedAt = now,
                                Outcome = outcome,
                            },
                        ],
                    };
                    return accepted
                        ? ended with
                        {
                            Status = PaymentStage.Sent,
                            BankStatus = receipt!.Status,
                            Problem = null,
                            History = [.. ended.History, new(now, $"received, status {receipt.Status}", "bank")],
                        }
                        : ended.WithProblem(error!, now, "bank");
                },
                ct
            )
            .ConfigureAwait(false);
        return stored.State(error?.RetryAfter);
    }

    private async Task<PaymentState> TakeReport(PaymentKey key, PaymentStatusReport report, CancellationToken ct)
    {
        var stored = await payments.TakeReport(key, report, clock.GetUtcNow(), ct).ConfigureAwait(false);
        await claims.ReleaseRefused(key.TenantId, stored.Payment, ct).ConfigureAwait(false);
        return stored.State();
    }

    /// <summary>The bank refused the message and, asked, says that it does not have it: no money can move.</summary>
    private async Task<PaymentState> Fail(PaymentKey key, Payment asked, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var stored = await payments
            .Record(
                key,
                p =>
                    p.Status == PaymentStage.Sending && p.SendAttempts.Count == asked.SendAttempts.Count
                        ? p with
                        {
                            Status = PaymentStage.Failed,
                            History = [.. p.History, new(now, "refused; the bank does not have it", "bank")],
                        }
                        : p,
                ct
            )
            .ConfigureAwait(false);
        if (stored.Payment.Status == PaymentStage.Failed)
        {
            await claims.ReleaseAll(key.TenantId, stored.Payment, ct).ConfigureAwait(false);
        }
        return stored.State();
    }

    private async Task<PaymentState> Hold(PaymentKey key, IntegrationError error, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var stored = await payments
            .Record(
                key,
                p =>
                    p.Status is PaymentStage.Approved or PaymentStage.Sending
                        ? p.WithProblem(error, now, "workflow")
                        : p,
                ct
            )
            .ConfigureAwait(false);
        return stored.State(error.RetryAfter);
    }
}

/// <summary>How an attempt to send ended, as far as we saw.</summary>
internal static class SendOutcomes
{
    public const string Received = "received";
    public const string Refused = "refused";
    public const string Unknown = "unknown";
}
