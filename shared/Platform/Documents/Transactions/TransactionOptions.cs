namespace IntegrationFunctions.Platform.Documents.Transactions;

/// <summary>How stubborn a transaction is.</summary>
public sealed record TransactionOptions
{
    /// <summary>How often it is run at most.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Before the second attempt: half to the whole of it; twice that before each further one.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits, and dates what <see cref="DocumentUpdate.ServerTime"/> shows to the transaction's own reads.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
