using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Payments;

namespace IntegrationFunctions.Activities.Payments;

/// <summary>
/// Posts what the bank executed in the ERP. Everything in the posting comes from the document, so that a repeat posts the same, and the
/// connector finds an earlier attempt's document by the reference. It can find only what has arrived: an attempt whose end is unknown is
/// left alone until it can't be in flight any more.
/// </summary>
public sealed class PostPayment(
    PaymentDocuments payments,
    IConnections connections,
    PaymentOptions options,
    TimeProvider clock
) : TaskActivity<PaymentKey, PaymentState>
{
    private const int TextLength = 50;

    /// <inheritdoc/>
    public override async Task<PaymentState> RunAsync(TaskActivityContext context, PaymentKey input)
    {
        var ct = context.CancellationToken;
        var stored = await payments.Read(input, ct).ConfigureAwait(false);
        if (stored.Payment.Status != PaymentStage.Settled)
        {
            return stored.State();
        }
        var opened = await connections
            .Open(input.TenantId, stored.Payment.ErpIntegrationId, stored.Payment.Id, ct)
            .ConfigureAwait(false);
        if (!opened.TryGet(out var erp, out var error))
        {
            return await Hold(input, error, null, ct).ConfigureAwait(false);
        }
        var now = clock.GetUtcNow();
        if (stored.Payment.PostAttempt is { EndedAt: null } open && now < open.StartedAt + options.ResendAfter)
        {
            return stored.State(open.StartedAt + options.ResendAfter - now);
        }
        var attempt = new SendAttempt(now);
        if (await Note(input, stored, attempt, ct).ConfigureAwait(false) is not { } noted)
        {
            return (await payments.Read(input, ct).ConfigureAwait(false)).State(options.PollInterval);
        }
        var posted = await Post(erp, noted, ct).ConfigureAwait(false);
        return posted.TryGet(out var document, out error)
            ? await Finish(input, document, ct).ConfigureAwait(false)
            : await Hold(input, error, attempt, ct).ConfigureAwait(false);
    }

    /// <summary>The payment with the attempt noted, or null where someone else changed it since it was read.</summary>
    private async Task<Payment?> Note(PaymentKey key, StoredPayment read, SendAttempt attempt, CancellationToken ct)
    {
        var result = await payments
            .Change(
                key.TenantId,
                key.PaymentId,
                current =>
                    current.ETag == read.ETag
                        ? current.Payment with
                        {
                            PostAttempt = attempt,
                        }
                        : new IntegrationError(ErrorKind.Transient, PaymentErrors.VersionCode, "Changed meanwhile."),
                tell: false,
                ct
            )
            .ConfigureAwait(false);
        return result.TryGet(out var noted, out _) ? noted.Payment : null;
    }

    private async Task<Result<PostedDocument>> Post(OpenConnection erp, Payment payment, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.SendTimeout, clock);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await erp.Connector.Post(erp.Context, Posting(payment), limited.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return new IntegrationError(
                ErrorKind.UnknownOutcome,
                "erp-post-interrupted",
                $"The ERP's answer did not come ({e.GetType().Name}). The document is looked for before it is posted again."
            );
        }
    }

    private async Task<PaymentState> Finish(PaymentKey key, PostedDocument document, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = document.AlreadyThere ? " (found from an earlier attempt)" : "";
        var stored = await payments
            .Record(
                key,
                p =>
                    p.Status != PaymentStage.Settled
                        ? p
                        : p with
                        {
                            Status = PaymentStage.Posted,
                            ErpDocument = document.DocumentId,
                            PostAttempt = p.PostAttempt is { } a ? a with { EndedAt = now } : null,
                            Problem = null,
                            History = [.. p.History, new(now, $"posted as {document.DocumentId}{found}", "erp")],
                        },
                ct
            )
            .ConfigureAwait(false);
        return stored.State();
    }

    private async Task<PaymentState> Hold(
        PaymentKey key,
        IntegrationError error,
        SendAttempt? attempt,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        // A 5xx or a broken connection may come after the posting.
        var ended = error.Kind is not (ErrorKind.UnknownOutcome or ErrorKind.Transient);
        var stored = await payments
            .Record(
                key,
                p =>
                    p.Status != PaymentStage.Settled ? p
                    : ended && attempt is not null && p.PostAttempt == attempt
                        ? (p with { PostAttempt = attempt with { EndedAt = now } }).WithProblem(error, now, "erp")
                    : p.WithProblem(error, now, "erp"),
                ct
            )
            .ConfigureAwait(false);
        return stored.State(error.RetryAfter);
    }

    private static DocumentPosting Posting(Payment payment) =>
        new(
            payment.Reference,
            payment.CompanyCode,
            DateOnly.FromDateTime(payment.SettledAt!.Value.UtcDateTime),
            payment.LedgerAccount,
            payment.Currency,
            [
                .. payment
                    .Lines.Where(l => BankVerdict.IsExecution(l.BankStatus))
                    .Select(l => new PostingLine(
                        l.InvoiceKey,
                        l.SupplierId,
                        l.Amount,
                        l.InvoiceNumber.Length > TextLength ? l.InvoiceNumber[..TextLength] : l.InvoiceNumber
                    )),
            ]
        );
}
