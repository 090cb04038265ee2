namespace IntegrationFunctions.Workflows.Payments;

/// <summary>Which payment to carry through, and how patiently. Instance id of the workflow = <see cref="PaymentId"/>.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="PaymentId">Which: <c>pay_...</c>.</param>
/// <param name="PollInterval">Wait before something is asked again the first time; grows by half at every repeat.</param>
/// <param name="MaxPollInterval">The longest wait.</param>
/// <param name="OverdueAfter">A payment that has no end so long after the first attempt to send it is reported as overdue.</param>
/// <param name="Waits">How often the present status has been waited on before this execution; 0 at the start.</param>
/// <param name="WaitsOn">The status that <paramref name="Waits"/> counts.</param>
public sealed record PayInput(
    string TenantId,
    string PaymentId,
    TimeSpan PollInterval,
    TimeSpan MaxPollInterval,
    TimeSpan OverdueAfter,
    int Waits = 0,
    string? WaitsOn = null
);

/// <summary>Names one payment; input of the activities.</summary>
public sealed record PaymentKey(string TenantId, string PaymentId);

/// <summary>Where a payment stands, as its document says; output of the activities.</summary>
/// <param name="Status">See <see cref="PaymentPhase"/>.</param>
/// <param name="BankStatus">ISO 20022 status of the group.</param>
/// <param name="ErpDocument">Document in the ERP.</param>
/// <param name="Problem">Code of what stands in the way, or null.</param>
/// <param name="FirstSentAt">Begin of the first attempt to send it.</param>
/// <param name="RetryAfter">How long to wait at least before the next step.</param>
public sealed record PaymentState(
    string Status,
    string? BankStatus = null,
    string? ErpDocument = null,
    string? Problem = null,
    DateTimeOffset? FirstSentAt = null,
    TimeSpan? RetryAfter = null
);

/// <summary>The values of <see cref="PaymentState.Status"/>.</summary>
public static class PaymentPhase
{
    /// <summary>Waits for approvals.</summary>
    public const string Proposed = "proposed";

    /// <summary>To be written and sent.</summary>
    public const string Approved = "approved";

    /// <summary>The bank may have it.</summary>
    public const string Sending = "sending";

    /// <summary>The bank has it.</summary>
    public const string Sent = "sent";

    /// <summary>To be posted.</summary>
    public const string Settled = "settled";
}

/// <summary>Names of the activities.</summary>
public static class PaymentActivities
{
    /// <summary><see cref="PaymentKey"/> -> <see cref="PaymentState"/>: reads the document.</summary>
    public const string Load = "LoadPayment";

    /// <summary><see cref="PaymentKey"/> -> <see cref="PaymentState"/>: writes, checks and keeps the message.</summary>
    public const string WriteMessage = "WritePaymentMessage";

    /// <summary><see cref="PaymentKey"/> -> <see cref="PaymentState"/>: hands the message to the bank, or asks what became of it.</summary>
    public const string Send = "SendPayment";

    /// <summary><see cref="PaymentKey"/> -> <see cref="PaymentState"/>: asks the bank.</summary>
    public const string GetStatus = "GetPaymentStatus";

    /// <summary><see cref="PaymentKey"/> -> <see cref="PaymentState"/>: posts the document in the ERP.</summary>
    public const string Post = "PostPayment";
}

/// <summary>How far it is; custom status of <c>PayInvoices</c>.</summary>
/// <param name="Status">As in the document.</param>
/// <param name="BankStatus">As the bank last gave it.</param>
/// <param name="Problem">Code of what stands in the way.</param>
/// <param name="Overdue">Whether the bank or the ERP takes longer than expected. Such a payment is asked for on, never sent again.</param>
public sealed record PaymentProgress(string Status, string? BankStatus, string? Problem, bool Overdue);

/// <summary>How it ended; output of <c>PayInvoices</c>.</summary>
public sealed record PaymentResult(string PaymentId, string Status, string? BankStatus, string? ErpDocument);
