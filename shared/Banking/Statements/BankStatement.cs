namespace IntegrationFunctions.Banking.Statements;

/// <summary>What a statement file holds, in one model for all formats.</summary>
/// <param name="Format">As the file names itself: <c>camt.053.001.08</c>.</param>
/// <param name="MessageId">Id of the file, or null.</param>
/// <param name="CreatedAt">When the bank made it, or null.</param>
/// <param name="Statements">One for each account and period.</param>
/// <param name="Deviations">Where the file breaks the standard and what was made of it.</param>
public sealed record StatementFile(
    string Format,
    string? MessageId,
    DateTimeOffset? CreatedAt,
    IReadOnlyList<BankStatement> Statements,
    IReadOnlyList<Deviation> Deviations
);

/// <summary>A departure from the standard that was read all the same.</summary>
/// <param name="Path">Where: element path with indexes, and the line.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Message">What was found, what the standard wants, what was made of it.</param>
public sealed record Deviation(string Path, string Code, string Message);

/// <summary>One account in one period.</summary>
public sealed record BankStatement(
    string Id,
    string? SequenceNumber,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? From,
    DateTimeOffset? To,
    StatementAccount Account,
    Balance? Opening,
    Balance? Closing,
    IReadOnlyList<Balance> Balances,
    IReadOnlyList<StatementEntry> Entries
);

/// <summary>The account.</summary>
/// <param name="Id">IBAN in electronic form, or the proprietary number.</param>
/// <param name="IsIban">Whether <paramref name="Id"/> was given as an IBAN.</param>
/// <param name="Currency">ISO 4217, or null.</param>
/// <param name="Name">Name of the account, or null.</param>
/// <param name="Owner">Name of the owner, or null.</param>
/// <param name="ServicerBic">BIC of the bank, or null.</param>
public sealed record StatementAccount(
    string Id,
    bool IsIban,
    string? Currency,
    string? Name,
    string? Owner,
    string? ServicerBic
);

/// <summary>A balance; the amount is signed, negative for a debit balance.</summary>
/// <param name="Type">ISO 20022 code (<c>OPBD</c>, <c>CLBD</c>, <c>PRCD</c>, <c>ITBD</c>...) or the bank's own.</param>
/// <param name="Amount">Signed.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Date">On which day, or null.</param>
public sealed record Balance(string Type, decimal Amount, string Currency, DateOnly? Date);

/// <summary>Which way the money went.</summary>
public enum Direction
{
    /// <summary>Onto the account.</summary>
    Credit,

    /// <summary>Off the account.</summary>
    Debit,
}

/// <summary>One line of the statement. Amounts are positive; <see cref="SignedAmount"/> has the sign.</summary>
/// <param name="Reference">NtryRef, or null.</param>
/// <param name="Amount">As booked, in the account's currency.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Direction">Which way.</param>
/// <param name="IsReversal">Whether it takes back an earlier entry (RvslInd).</param>
/// <param name="Status"><c>BOOK</c>, <c>PDNG</c>, <c>INFO</c>...</param>
/// <param name="BookedOn">Booking date, or null.</param>
/// <param name="ValueOn">Value date, or null.</param>
/// <param name="ServicerReference">AcctSvcrRef, or null.</param>
/// <param name="TransactionCode">Domain code <c>PMNT-RCDT-ESCT</c> or the bank's own, or null.</param>
/// <param name="AdditionalInformation">AddtlNtryInf, or null.</param>
/// <param name="Details">Transactions inside the entry; a batch has many, most entries one.</param>
public sealed record StatementEntry(
    string? Reference,
    decimal Amount,
    string Currency,
    Direction Direction,
    bool IsReversal,
    string Status,
    DateOnly? BookedOn,
    DateOnly? ValueOn,
    string? ServicerReference,
    string? TransactionCode,
    string? AdditionalInformation,
    IReadOnlyList<EntryDetail> Details
)
{
    /// <summary>The amount as it changes the balance.</summary>
    public decimal SignedAmount => Direction == Direction.Credit ? Amount : -Amount;
}

/// <summary>One transaction of an entry.</summary>
/// <param name="Amount">Its amount, positive, or null where the file doesn't say.</param>
/// <param name="Currency">ISO 4217, or null.</param>
/// <param name="EndToEndId">Or null; <c>NOTPROVIDED</c> is null.</param>
/// <param name="MandateId">Or null.</param>
/// <param name="TransactionId">TxId, or null.</param>
/// <param name="Uetr">UUID of the payment (UETR), or null.</param>
/// <param name="ServicerReference">AcctSvcrRef, or null.</param>
/// <param name="Counterparty">The other side: the debtor of a credit, the creditor of a debit; or null.</param>
/// <param name="Remittance">Unstructured lines (Ustrd), in order.</param>
/// <param name="CreditorReference">Structured reference (Strd/CdtrRefInf/Ref), or null.</param>
/// <param name="ReturnReason">Code of a return, or null.</param>
public sealed record EntryDetail(
    decimal? Amount,
    string? Currency,
    string? EndToEndId,
    string? MandateId,
    string? TransactionId,
    string? Uetr,
    string? ServicerReference,
    Counterparty? Counterparty,
    IReadOnlyList<string> Remittance,
    string? CreditorReference,
    string? ReturnReason
);

/// <summary>The other side of a transaction.</summary>
public sealed record Counterparty(string? Name, string? Account, bool AccountIsIban, string? Bic);
