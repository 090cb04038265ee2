namespace IntegrationFunctions.Platform.Documents;

/// <summary>
/// A query that no declared index serves. It is refused even where there is little to search: what is quick with a hundred documents would
/// stand still with a million.
/// </summary>
public sealed class MissingIndexException(string group, DocumentIndex missing)
    : InvalidOperationException(
        $"No index of '{group}' serves this query. Declare it where the group is declared: .{(missing.AcrossGroup ? "GroupIndex" : "Index")}({missing})"
    )
{
    /// <summary>The collection group.</summary>
    public string Group { get; } = group;

    /// <summary>The index that is missing.</summary>
    public DocumentIndex Missing { get; } = missing;
}
