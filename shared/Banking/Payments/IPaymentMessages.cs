namespace IntegrationFunctions.Banking.Payments;

/// <summary>Writes, checks and reads the ISO 20022 messages of payment initiation.</summary>
public interface IPaymentMessages
{
    /// <summary>A pain.001.001.09 message, UTF-8, that <see cref="Validate"/> accepts.</summary>
    /// <exception cref="ArgumentException">The order can't be said in the standard; the message says which field and why.</exception>
    byte[] Write(CreditTransferOrder order);

    /// <summary>What the standard has against the message: element order, lengths, patterns, code lists, control sums. Empty: nothing.</summary>
    IReadOnlyList<MessageFinding> Validate(ReadOnlyMemory<byte> message);

    /// <summary>Reads a pain.002 of any version.</summary>
    /// <exception cref="FormatException">It is none; the message says what was found where.</exception>
    PaymentStatusReport ReadStatus(ReadOnlyMemory<byte> report);
}

/// <summary>One thing that is wrong with a message.</summary>
/// <param name="Path">Element path: <c>Document/CstmrCdtTrfInitn/PmtInf[1]/DbtrAcct/Id/IBAN</c>.</param>
/// <param name="Code">Stable, kebab-case: <c>pattern</c>, <c>length</c>, <c>unexpected-element</c>, <c>control-sum</c>...</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record MessageFinding(string Path, string Code, string Message);

/// <summary>One debtor account, one execution date, many SEPA credit transfers.</summary>
/// <param name="MessageId">MsgId: unique, at most 35 characters of the SEPA set.</param>
/// <param name="CreatedAt">CreDtTm.</param>
/// <param name="InitiatorName">InitgPty/Nm, at most 70 characters in SEPA.</param>
/// <param name="Debtor">Who pays.</param>
/// <param name="ExecutionDate">ReqdExctnDt.</param>
/// <param name="Transfers">At least one.</param>
public sealed record CreditTransferOrder(
    string MessageId,
    DateTimeOffset CreatedAt,
    string InitiatorName,
    PaymentParty Debtor,
    DateOnly ExecutionDate,
    IReadOnlyList<CreditTransfer> Transfers
);

/// <summary>A name with an account.</summary>
/// <param name="Name">At most 70 characters in SEPA.</param>
/// <param name="Iban">ISO 13616, electronic form.</param>
/// <param name="Bic">ISO 9362; null inside SEPA (IBAN only).</param>
public sealed record PaymentParty(string Name, string Iban, string? Bic);

/// <summary>One transfer.</summary>
/// <param name="EndToEndId">Travels to the payee and back into statements; at most 35 characters of the SEPA set.</param>
/// <param name="Amount">Positive, at most two decimals for EUR.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Creditor">Who is paid.</param>
/// <param name="RemittanceInformation">Unstructured, at most 140 characters; or null.</param>
/// <param name="CreditorReference">ISO 11649 (RF...), in place of the text; or null.</param>
public sealed record CreditTransfer(
    string EndToEndId,
    decimal Amount,
    string Currency,
    PaymentParty Creditor,
    string? RemittanceInformation,
    string? CreditorReference = null
);

/// <summary>What a pain.002 says.</summary>
/// <param name="OriginalMessageId">OrgnlMsgId.</param>
/// <param name="GroupStatus">GrpSts, or null where the report speaks of payments or transactions alone.</param>
/// <param name="Transactions">Status by transaction, where given.</param>
/// <param name="Reasons">Codes and texts of the group.</param>
public sealed record PaymentStatusReport(
    string OriginalMessageId,
    string? GroupStatus,
    IReadOnlyList<TransactionStatus> Transactions,
    IReadOnlyList<string> Reasons
)
{
    /// <summary>Status by payment block (OrgnlPmtInfAndSts), where given: many banks answer at this level alone.</summary>
    public IReadOnlyList<PaymentStatus> Payments { get; init; } = [];
}

/// <summary>Status of one payment block.</summary>
/// <param name="PaymentInformationId">OrgnlPmtInfId.</param>
/// <param name="Status">PmtInfSts, or null where only its transactions have one.</param>
/// <param name="Reasons">Codes and texts.</param>
public sealed record PaymentStatus(string PaymentInformationId, string? Status, IReadOnlyList<string> Reasons);

/// <summary>Status of one transaction.</summary>
/// <param name="EndToEndId">OrgnlEndToEndId.</param>
/// <param name="Status">TxSts: <c>ACSC</c>, <c>RJCT</c>...</param>
/// <param name="Reasons">Codes (ExternalStatusReason1Code) and texts.</param>
public sealed record TransactionStatus(string EndToEndId, string Status, IReadOnlyList<string> Reasons);
