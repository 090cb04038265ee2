namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>A stored statement. That the header is there means that all its lines are.</summary>
/// <param name="Id"><c>stm_...</c>, made from tenant, account, the bank's id and the content of the file.</param>
/// <param name="Format">As the file names itself.</param>
/// <param name="FileSha256">Hash of the file, lower-case hexadecimal.</param>
/// <param name="FileMessageId">Id of the file, or null.</param>
/// <param name="BankStatementId">The bank's id of the statement.</param>
/// <param name="SequenceNumber">The bank's number, or null.</param>
/// <param name="CreatedAt">When the bank made it, or null.</param>
/// <param name="From">Start of the period, or null.</param>
/// <param name="To">End of the period, or null.</param>
/// <param name="Account">The account.</param>
/// <param name="Opening">Opening balance, or null.</param>
/// <param name="Closing">Closing balance, or null.</param>
/// <param name="Balances">All balances.</param>
/// <param name="Entries">Entries in the file.</param>
/// <param name="Lines">Lines stored: more than entries where batches were split.</param>
/// <param name="Sums">Sums of all lines by currency.</param>
/// <param name="BalanceCheck">Whether opening balance and booked entries give the closing balance.</param>
/// <param name="Deviations">Where the file breaks the standard: the first 200.</param>
/// <param name="DeviationCount">How many there were in all.</param>
/// <param name="ImportedAt">When the platform took it in.</param>
public sealed record StatementHeader(
    string Id,
    string Format,
    string FileSha256,
    string? FileMessageId,
    string BankStatementId,
    string? SequenceNumber,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? From,
    DateTimeOffset? To,
    StatementAccount Account,
    Balance? Opening,
    Balance? Closing,
    IReadOnlyList<Balance> Balances,
    int Entries,
    int Lines,
    IReadOnlyList<StatementSum> Sums,
    BalanceCheck BalanceCheck,
    IReadOnlyList<Deviation> Deviations,
    int DeviationCount,
    DateTimeOffset ImportedAt
)
{
    /// <summary>How many deviations a header keeps, so that it stays far below the size limit of a document.</summary>
    public const int MaxDeviations = 200;

    /// <summary>Version of this shape.</summary>
    public int SchemaVersion { get; init; } = 1;
}

/// <summary>Sums of lines in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Credits">Sum of credits, positive.</param>
/// <param name="Debits">Sum of debits, positive.</param>
/// <param name="Lines">How many lines.</param>
public sealed record StatementSum(string Currency, decimal Credits, decimal Debits, int Lines);

/// <summary>The invariant of a statement, checked.</summary>
/// <param name="Ties">Whether opening balance plus booked entries is the closing balance; null where a balance is missing or currencies differ.</param>
/// <param name="Expected">Opening balance plus booked entries, signed; null where not checkable.</param>
/// <param name="Difference">Closing balance less <paramref name="Expected"/>; null where not checkable.</param>
public sealed record BalanceCheck(bool? Ties, decimal? Expected, decimal? Difference);

/// <summary>What an import did.</summary>
/// <param name="Format">As the file names itself.</param>
/// <param name="MessageId">Id of the file, or null.</param>
/// <param name="Statements">One for each statement of the file.</param>
public sealed record StatementImport(string Format, string? MessageId, IReadOnlyList<ImportedStatement> Statements)
{
    /// <summary>Whether the file brought nothing new.</summary>
    public bool AlreadyThere => Statements.All(s => s.AlreadyThere);
}

/// <summary>One statement of an imported file; <paramref name="AlreadyThere"/> tells that an earlier import had stored it.</summary>
public sealed record ImportedStatement(StatementHeader Statement, bool AlreadyThere);

/// <summary>A page; <paramref name="Next"/> is null on the last one.</summary>
public sealed record StoredPage<T>(IReadOnlyList<T> Items, string? Next);
