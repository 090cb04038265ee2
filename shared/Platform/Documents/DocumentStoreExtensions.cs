using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>What can be said with the verbs of <see cref="IDocumentStore"/> in fewer words.</summary>
public static class DocumentStoreExtensions
{
    /// <summary>Writes one new document; a conflict where the id is taken.</summary>
    public static Task<CommitResult> Create<T>(
        this IDocumentStore store,
        DocumentPath path,
        T value,
        JsonTypeInfo<T> type,
        CancellationToken ct = default
    ) => store.Commit(new DocumentBatch(path.Collection).Create(path.Id, value, type), ct);

    /// <summary>Writes one document.</summary>
    public static Task<CommitResult> Set<T>(
        this IDocumentStore store,
        DocumentPath path,
        T value,
        JsonTypeInfo<T> type,
        string? ifMatch = null,
        CancellationToken ct = default
    ) => store.Commit(new DocumentBatch(path.Collection).Set(path.Id, value, type, ifMatch), ct);

    /// <summary>Removes one document.</summary>
    public static Task<CommitResult> Delete(
        this IDocumentStore store,
        DocumentPath path,
        string? ifMatch = null,
        CancellationToken ct = default
    ) => store.Commit(new DocumentBatch(path.Collection).Delete(path.Id, ifMatch), ct);

    /// <summary>Changes single fields of a document that is there.</summary>
    public static Task<CommitResult> Update(
        this IDocumentStore store,
        DocumentPath path,
        DocumentUpdate update,
        string? ifMatch = null,
        CancellationToken ct = default
    ) => store.Commit(new DocumentBatch(path.Collection).Update(path.Id, update, ifMatch), ct);

    /// <summary>How many documents match; order, page size and cursors play no part.</summary>
    public static async Task<long> Count(
        this IDocumentStore store,
        DocumentQuery query,
        CancellationToken ct = default
    ) => (long)(await store.Aggregate(query, [DocumentAggregate.Count], ct).ConfigureAwait(false))[0]!.Value;

    /// <summary>All pages of a query, one after the other.</summary>
    public static async IAsyncEnumerable<Document> QueryAll(
        this IDocumentStore store,
        DocumentQuery query,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        var page = await store.Query(query, ct).ConfigureAwait(false);
        while (true)
        {
            foreach (var document in page.Documents)
            {
                yield return document;
            }
            if (page.Next is null)
            {
                yield break;
            }
            page = await store.Query(query.StartAfter(page.Next), ct).ConfigureAwait(false);
        }
    }
}
