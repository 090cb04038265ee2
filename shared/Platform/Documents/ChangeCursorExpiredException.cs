namespace IntegrationFunctions.Platform.Documents;

/// <summary>A reader of a change feed stayed away for so long that deletions may have been forgotten: it must read the collection anew.</summary>
public sealed class ChangeCursorExpiredException(CollectionPath collection)
    : Exception(
        $"The cursor into the changes of {collection} is too old: deletions since then may have been forgotten. Read the collection anew, "
            + "and go on with a new cursor."
    )
{
    /// <summary>The collection whose feed it is.</summary>
    public CollectionPath Collection { get; } = collection;
}
