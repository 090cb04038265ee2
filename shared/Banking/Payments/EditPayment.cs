using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>What to change. Null: leave as it is.</summary>
/// <param name="RemoveLines">Ids of lines to take out; their invoices are free again.</param>
/// <param name="ExecutionDate">Today or later.</param>
public sealed record PaymentEdit(IReadOnlyList<string>? RemoveLines = null, DateOnly? ExecutionDate = null);

/// <summary>Changes a payment before it is sent. Any change voids all approvals and makes the caller an author, who can't approve.</summary>
public sealed class EditPayment(PaymentDocuments payments, PaymentClaims claims, TimeProvider clock)
{
    /// <summary>
    /// Edits the version that <paramref name="version"/> names. Errors: <c>role-required</c>, <c>payment-not-found</c>, <c>version-mismatch</c>,
    /// <c>payment-under-way</c>; validation: <c>line-unknown</c>, <c>no-lines-left</c>, <c>in-the-past</c>.
    /// </summary>
    public async Task<Result<StoredPayment>> Run(
        Caller caller,
        string paymentId,
        PaymentEdit edit,
        int version,
        CancellationToken ct = default
    )
    {
        if (!caller.Is(Role.Accountant, Role.Owner))
        {
            return PaymentErrors.Role("edit", "accountants and owners");
        }
        string[] removed = [];
        var result = await payments
            .Change(
                caller.TenantId,
                paymentId,
                current =>
                {
                    if (current.Payment.Version != version)
                    {
                        return PaymentErrors.Version();
                    }
                    if (!PaymentRules.IsOpen(current.Payment))
                    {
                        return PaymentErrors.UnderWay(current.Payment, "edit");
                    }
                    var edited = Apply(current.Payment, edit, caller.UserId);
                    if (edited.TryGet(out var next, out _))
                    {
                        removed =
                        [
                            .. current
                                .Payment.Lines.Select(l => l.InvoiceKey)
                                .Except(next.Lines.Select(l => l.InvoiceKey)),
                        ];
                    }
                    return edited;
                },
                tell: true,
                ct
            )
            .ConfigureAwait(false);
        if (result.TryGet(out var stored, out _) && removed.Length > 0)
        {
            await claims
                .Release(caller.TenantId, paymentId, stored.Payment.ErpIntegrationId, removed, ct)
                .ConfigureAwait(false);
        }
        return result;
    }

    private Result<Payment> Apply(Payment payment, PaymentEdit edit, string userId)
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (edit.ExecutionDate < today)
        {
            return PaymentErrors.Invalid(
                "in-the-past",
                $"executionDate is {edit.ExecutionDate:yyyy-MM-dd}; it must be {today:yyyy-MM-dd} (today, UTC) or later.",
                "/executionDate"
            );
        }
        var remove = (edit.RemoveLines ?? []).ToHashSet(StringComparer.Ordinal);
        if (remove.Except(payment.Lines.Select(l => l.LineId)).FirstOrDefault() is { } unknown)
        {
            return PaymentErrors.Invalid("line-unknown", $"The payment has no line '{unknown}'.", "/removeLines");
        }
        PaymentLine[] lines = [.. payment.Lines.Where(l => !remove.Contains(l.LineId))];
        if (lines.Length == 0)
        {
            return PaymentErrors.Invalid(
                "no-lines-left",
                "This would take out every line. Cancel the payment instead.",
                "/removeLines"
            );
        }
        var date = edit.ExecutionDate ?? payment.ExecutionDate;
        if (lines.Length == payment.Lines.Count && date == payment.ExecutionDate)
        {
            return payment;
        }
        var what =
            (remove.Count > 0 ? $"removed {remove.Count} line(s)" : "")
            + (remove.Count > 0 && date != payment.ExecutionDate ? ", " : "")
            + (date != payment.ExecutionDate ? $"execution date {date:yyyy-MM-dd}" : "");
        return PaymentContent
            .Seal(
                payment with
                {
                    Status = PaymentStage.Proposed,
                    Lines = lines,
                    ExecutionDate = date,
                    Approvals = [],
                    Problem = null,
                    EditedBy = payment.EditedBy.Contains(userId) ? payment.EditedBy : [.. payment.EditedBy, userId],
                }
            )
            .Note(now, $"edited: {what}; approvals voided", userId);
    }
}
