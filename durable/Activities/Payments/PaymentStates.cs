using System.Text.Json;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Payments;

namespace IntegrationFunctions.Activities.Payments;

/// <summary>What the activities of payments share.</summary>
internal static class PaymentStates
{
    private const string HeldUp = "held up: ";

    public static PaymentState State(this StoredPayment stored, TimeSpan? retryAfter = null) =>
        stored.Payment.State(retryAfter);

    public static PaymentState State(this Payment payment, TimeSpan? retryAfter = null) =>
        new(
            JsonNamingPolicy.CamelCase.ConvertName(payment.Status.ToString()),
            payment.BankStatus,
            payment.ErpDocument,
            payment.Problem?.Code,
            payment.SendAttempts.Count > 0 ? payment.SendAttempts[0].StartedAt : null,
            retryAfter
        );

    public static async Task<StoredPayment> Read(
        this PaymentDocuments payments,
        PaymentKey key,
        CancellationToken ct
    ) =>
        await payments.Get(key.TenantId, key.PaymentId, ct).ConfigureAwait(false)
        ?? throw new IntegrationException(
            new(ErrorKind.Permanent, PaymentErrors.NotFoundCode, $"There is no payment '{key.PaymentId}'.")
        );

    /// <summary>
    /// Changes the document; a kill or a person in between is met by asking again. The workflow makes the change itself, so nothing is told.
    /// </summary>
    public static async Task<StoredPayment> Record(
        this PaymentDocuments payments,
        PaymentKey key,
        Func<Payment, Payment> change,
        CancellationToken ct
    ) =>
        (
            await payments
                .Change(key.TenantId, key.PaymentId, current => change(current.Payment), tell: false, ct)
                .ConfigureAwait(false)
        ).Value;

    /// <summary>Notes what stands in the way; the same problem again changes nothing, so that a long wait does not fill the history.</summary>
    public static Payment WithProblem(this Payment payment, IntegrationError error, DateTimeOffset now, string who)
    {
        if (payment.Problem?.Code == error.Code && payment.Problem.Message == error.Message)
        {
            return payment;
        }
        var what = $"{HeldUp}{error}";
        var last = payment.History.LastOrDefault(e => e.What.StartsWith(HeldUp, StringComparison.Ordinal));
        return payment with
        {
            Problem = new(error.Code, error.Message, now),
            History = last?.What == what ? payment.History : [.. payment.History, new(now, what, who)],
        };
    }
}
