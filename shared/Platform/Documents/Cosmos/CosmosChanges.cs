using System.Net;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>The change feed of one collection, in its latest-version mode: of several changes of a document that were not read yet, the last.</summary>
internal sealed class CosmosChanges(
    CosmosContainers containers,
    DocumentStoreOptions options,
    TimeProvider clock,
    string tenant
)
{
    // More than the operations of a batch: they share a log sequence number, and keep their order below it.
    private const long Stride = 128;

    public async Task<ChangePage> Read(CollectionPath collection, string? cursor, int limit, CancellationToken ct)
    {
        var place = CosmosFeedCursor.Read(cursor, tenant, collection);
        var now = clock.GetUtcNow();
        if (place is not null && now - place.At > options.ChangeRetention)
        {
            throw new ChangeCursorExpiredException(collection);
        }
        var container = await containers.Of(collection.Group).ConfigureAwait(false);
        var partition = FeedRange.FromPartitionKey(new(CosmosItem.PartitionOf(tenant, collection)));
        var changes = new List<DocumentChange>();
        var continuation = place?.Continuation;
        using var pages = container.GetChangeFeedStreamIterator(
            continuation is null
                ? ChangeFeedStartFrom.Beginning(partition)
                : ChangeFeedStartFrom.ContinuationToken(continuation),
            ChangeFeedMode.LatestVersion,
            new() { PageSizeHint = limit }
        );
        while (changes.Count == 0)
        {
            using var response = await containers
                .Calls.Send("changes", () => pages.ReadNextAsync(ct), ct)
                .ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotModified)
            {
                continuation ??= response.ContinuationToken;
                break;
            }
            if (!response.IsSuccessStatusCode)
            {
                throw CosmosCalls.Unexpected("changes", response.StatusCode);
            }
            continuation = response.ContinuationToken;
            using var json = await JsonDocument
                .ParseAsync(response.Content, new() { MaxDepth = 1000 }, ct)
                .ConfigureAwait(false);
            Collect(json.RootElement.GetProperty("Documents"), now, changes);
        }
        // The time goes on slowly where nothing else does, so that a reader at the end keeps its cursor for a while.
        var at =
            place is not null && continuation == place.Continuation && now - place.At < options.ChangeRetention / 2
                ? place.At
                : now;
        return new(changes, new CosmosFeedCursor(continuation!, at).Write(tenant, collection));
    }

    private static void Collect(JsonElement items, DateTimeOffset now, List<DocumentChange> changes)
    {
        var told = items
            .EnumerateArray()
            .Where(item => item.GetProperty("kind").GetString() == CosmosItem.Kind)
            .Select(CosmosItem.Read)
            .OrderBy(item => item.Lsn)
            .ThenBy(item => item.Place);
        foreach (var item in told)
        {
            // What has expired and is no grave yet is left out: a deletion follows.
            if (item.Deleted || item.IsThere(now))
            {
                var kind =
                    item.Deleted ? ChangeKind.Deleted
                    : item.Version == 1 ? ChangeKind.Created
                    : ChangeKind.Updated;
                changes.Add(new((item.Lsn * Stride) + item.Place, kind, item.Document));
            }
        }
    }
}
