using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Payments;

namespace IntegrationFunctions.Activities.Payments;

/// <summary>Takes the bank's word into the document, and frees what it refused.</summary>
internal static class BankReports
{
    public static Task<StoredPayment> TakeReport(
        this PaymentDocuments payments,
        PaymentKey key,
        PaymentStatusReport report,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        payments.Record(
            key,
            p =>
                p.Status is not (PaymentStage.Sending or PaymentStage.Sent) ? p
                : report.OriginalMessageId != p.MessageId
                    ? p.WithProblem(
                        new(
                            ErrorKind.Permanent,
                            "status-of-another-message",
                            $"The bank was asked about message '{p.MessageId}' and reported on '{report.OriginalMessageId}'."
                        ),
                        now,
                        "bank"
                    )
                : BankVerdict.Apply(p, report, now),
            ct
        );

    /// <summary>Frees the invoices that an ended payment did not pay.</summary>
    public static Task ReleaseRefused(
        this PaymentClaims claims,
        string tenantId,
        Payment payment,
        CancellationToken ct
    ) =>
        payment.Status is PaymentStage.Rejected or PaymentStage.Settled
            ? claims.Release(
                tenantId,
                payment.Id,
                payment.ErpIntegrationId,
                payment.Lines.Where(l => BankVerdict.IsRefusal(l.BankStatus)).Select(l => l.InvoiceKey),
                ct
            )
            : Task.CompletedTask;

    /// <summary>Frees all invoices of a payment that has ended without moving money.</summary>
    public static Task ReleaseAll(this PaymentClaims claims, string tenantId, Payment payment, CancellationToken ct) =>
        claims.Release(tenantId, payment.Id, payment.ErpIntegrationId, payment.Lines.Select(l => l.InvoiceKey), ct);
}
