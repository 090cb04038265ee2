using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Connectors.Sync;

internal static class PassScan
{
    /// <summary>Documents that are in memory at a time; each may have 2 MB.</summary>
    public const int PageSize = 100;

    /// <summary>
    /// All documents of an object by id: records, dead ones too, and what is reserved. Without a condition on their kind, for that would have
    /// the store parse each of them.
    /// </summary>
    public static DocumentQuery Query(CollectionPath records) => new DocumentQuery(records).Limit(PageSize);

    /// <inheritdoc cref="Query"/>
    public static IAsyncEnumerable<Document> All(IDocumentStore store, CollectionPath records, CancellationToken ct) =>
        store.QueryAll(Query(records), ct);
}
