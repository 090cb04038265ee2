namespace IntegrationFunctions.Banking.Payments;

/// <summary>
/// A bundle of credit transfers from one account on one day: document <c>payments/{id}</c>. Everything that moves money is covered by
/// <see cref="ContentHash"/>, and approvals name the hash that they were given for.
/// </summary>
public sealed record Payment
{
    /// <summary>Approvals by different users that money needs.</summary>
    public const int ApprovalsNeeded = 2;

    /// <summary>Version of this shape.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary><c>pay_...</c>, made from the key of the request that proposed it.</summary>
    public required string Id { get; init; }

    /// <summary>Counts the writes.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Where it stands.</summary>
    public required PaymentStage Status { get; init; }

    /// <summary>Integration that the invoices came from and the document goes to.</summary>
    public required string ErpIntegrationId { get; init; }

    /// <summary>Integration that carries it to the bank.</summary>
    public required string BankIntegrationId { get; init; }

    /// <summary>Legal entity in the ERP.</summary>
    public required string CompanyCode { get; init; }

    /// <summary>G/L account of the bank in the ERP.</summary>
    public required string LedgerAccount { get; init; }

    /// <summary>Who pays, from which account.</summary>
    public required PaymentParty Debtor { get; init; }

    /// <summary>The day on which the bank is to execute it.</summary>
    public required DateOnly ExecutionDate { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>One for each invoice.</summary>
    public required IReadOnlyList<PaymentLine> Lines { get; init; }

    /// <summary>Sum of the lines.</summary>
    public decimal Total { get; init; }

    /// <summary>SHA-256 of the canonical content, lower-case hexadecimal: see <see cref="PaymentContent"/>.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>The user who proposed it.</summary>
    public required string EnteredBy { get; init; }

    /// <summary>When it was proposed.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>Users who changed it since.</summary>
    public IReadOnlyList<string> EditedBy { get; init; } = [];

    /// <summary>Approvals of the content as it stands.</summary>
    public IReadOnlyList<PaymentApproval> Approvals { get; init; } = [];

    /// <summary>How many approvals by different users it needs.</summary>
    public int RequiredApprovals { get; init; } = ApprovalsNeeded;

    /// <summary>MsgId of the message to the bank; at most 35 characters.</summary>
    public required string MessageId { get; init; }

    /// <summary>Our reference in the ERP's document; at most 16 characters.</summary>
    public required string Reference { get; init; }

    /// <summary>Hash of the request that proposed it; recognises the same key with another body.</summary>
    public required string RequestHash { get; init; }

    /// <summary>Invoices that the request was about and that are not in it.</summary>
    public IReadOnlyList<LeftOutInvoice> LeftOut { get; init; } = [];

    /// <summary>Attempts to hand the message to the bank, each noted before it is made.</summary>
    public IReadOnlyList<SendAttempt> SendAttempts { get; init; } = [];

    /// <summary>The last attempt to post it in the ERP, noted before it is made.</summary>
    public SendAttempt? PostAttempt { get; init; }

    /// <summary>ISO 20022 status of the group as the bank last gave it: <c>ACTC</c>, <c>PATC</c>, <c>ACSC</c>...</summary>
    public string? BankStatus { get; init; }

    /// <summary>The bank's reasons of the group.</summary>
    public IReadOnlyList<string> BankReasons { get; init; } = [];

    /// <summary>When we learned that the bank executed it.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Document in the ERP.</summary>
    public string? ErpDocument { get; init; }

    /// <summary>What holds it up, or why it failed; null where all is well.</summary>
    public PaymentProblem? Problem { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<PaymentEvent> History { get; init; } = [];
}

/// <summary>One invoice that is paid.</summary>
/// <param name="LineId">Stable within the payment.</param>
/// <param name="InvoiceKey">Key of the open item at the ERP.</param>
/// <param name="InvoiceNumber">The supplier's number.</param>
/// <param name="SupplierId">Key of the supplier at the ERP.</param>
/// <param name="Creditor">Who is paid, to which account; in the character set of SEPA.</param>
/// <param name="Amount">Positive, two decimals.</param>
/// <param name="EndToEndId">At most 35 characters; unique.</param>
/// <param name="Remittance">Text for the payee, at most 140 characters; null where there is a reference.</param>
/// <param name="CreditorReference">ISO 11649, or null.</param>
/// <param name="BankStatus">ISO 20022 status of this transfer, once the bank has given one.</param>
/// <param name="BankReasons">The bank's reasons for it.</param>
public sealed record PaymentLine(
    string LineId,
    string InvoiceKey,
    string InvoiceNumber,
    string SupplierId,
    PaymentParty Creditor,
    decimal Amount,
    string EndToEndId,
    string? Remittance,
    string? CreditorReference = null,
    string? BankStatus = null,
    IReadOnlyList<string>? BankReasons = null
);

/// <summary>One user's approval of one content.</summary>
public sealed record PaymentApproval(string UserId, DateTimeOffset At, string ContentHash);

/// <summary>An invoice that is not in the payment. <paramref name="Code"/> is stable; <paramref name="Reason"/> says what to do.</summary>
public sealed record LeftOutInvoice(string InvoiceKey, string? InvoiceNumber, string Code, string Reason);

/// <summary>An attempt that may have reached the other side. <paramref name="EndedAt"/> is null while its outcome is open.</summary>
public sealed record SendAttempt(DateTimeOffset StartedAt, DateTimeOffset? EndedAt = null, string? Outcome = null);

/// <summary>What stands in the way.</summary>
public sealed record PaymentProblem(string Code, string Message, DateTimeOffset At);

/// <summary>One entry of the history. <paramref name="Who"/> is a user, <c>bank</c>, <c>erp</c> or <c>workflow</c>.</summary>
public sealed record PaymentEvent(DateTimeOffset At, string What, string Who);
