namespace IntegrationFunctions.Functions.Documents;

/// <summary>
/// Follows the documents of one collection group. It may see a change more than once, and of several changes of one document only the last.
/// Returning goes on to the next changes; an exception brings the same ones again.
/// </summary>
public interface IDocumentTrigger
{
    /// <summary>The collection group: a Cosmos DB container.</summary>
    string CollectionGroup { get; }

    /// <summary>Does what the changes ask for, in their order.</summary>
    Task Handle(IReadOnlyList<ChangedDocument> changes, CancellationToken ct);
}

/// <summary>A document that was written.</summary>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Id">Last part of its path.</param>
public sealed record ChangedDocument(string TenantId, string Id);
