namespace IntegrationFunctions.Platform.Documents.Transactions;

/// <summary>A transaction was run again and again, and each time somebody else had changed what it read.</summary>
public sealed class DocumentContentionException(CollectionPath collection, CommitConflict conflict, int attempts)
    : Exception(
        $"The transaction over {collection} was given up after {attempts} attempts: {collection}/{conflict.Id} was in the way each time "
            + $"({conflict.Reason}). Try again later, or write to that document less often."
    )
{
    /// <summary>The document that stood in the way of the last attempt.</summary>
    public DocumentPath Document { get; } = collection.Document(conflict.Id);

    /// <summary>What stood in the way.</summary>
    public ConflictReason Reason { get; } = conflict.Reason;

    /// <summary>How often it was run.</summary>
    public int Attempts { get; } = attempts;
}
