using System.Runtime.CompilerServices;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>Follows a change feed as it grows.</summary>
public static class DocumentListeners
{
    private const int PageSize = 100;

    /// <summary>
    /// The changes of a collection from a cursor on (null: from the beginning), and then each as it comes, without end. A page is never empty;
    /// keep its cursor when it has been dealt with, and go on from there after a restart. As many at once as one likes.
    /// </summary>
    /// <exception cref="ArgumentException">The cursor was not made by this feed.</exception>
    /// <exception cref="ChangeCursorExpiredException">The cursor is so old that deletions behind it may have been forgotten.</exception>
    public static async IAsyncEnumerable<ChangePage> Listen(
        this IDocumentStore store,
        CollectionPath collection,
        string? cursor,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        while (true)
        {
            var page = await store.ReadChanges(collection, cursor, PageSize, ct).ConfigureAwait(false);
            cursor = page.Cursor;
            if (page.Changes.Count > 0)
            {
                yield return page;
            }
            else
            {
                await store.WaitForChange(collection, cursor, ct).ConfigureAwait(false);
            }
        }
    }
}
