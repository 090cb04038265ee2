using System.Collections.Concurrent;
using System.Text.Json;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>The containers, one a collection group, and the reading of items from them.</summary>
internal sealed class CosmosContainers(
    CosmosClient client,
    CosmosOptions options,
    CosmosCalls calls,
    DocumentCatalogue catalogue
)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Container>>> _containers = new(StringComparer.Ordinal);

    public DocumentCatalogue Catalogue => catalogue;

    public CosmosCalls Calls => calls;

    /// <exception cref="InvalidOperationException">The group was never declared.</exception>
    public Task<Container> Of(string group)
    {
        var declared = catalogue.Find(group);
        return options.CreateContainers
            ? _containers.GetOrAdd(group, _ => new(() => Make(declared))).Value
            : Task.FromResult(client.GetContainer(options.Database, group));
    }

    private async Task<Container> Make(DocumentGroup group)
    {
        try
        {
            Database database = await client.CreateDatabaseIfNotExistsAsync(options.Database).ConfigureAwait(false);
            return await database
                .CreateContainerIfNotExistsAsync(CosmosIndexing.Container(group))
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is CosmosException or HttpRequestException)
        {
            _containers.TryRemove(group.Name, out _);
            throw new StorageException(
                $"The container '{group.Name}' can't be made in Cosmos DB: {e.GetType().Name}.",
                e
            );
        }
    }

    /// <summary>The item, also a grave; null where there is none.</summary>
    public async Task<CosmosItem?> Read(Container container, string partition, string id, CancellationToken ct)
    {
        using var response = await calls
            .Send(
                "read",
                () => container.ReadItemStreamAsync(CosmosItem.IdOf(id), new(partition), cancellationToken: ct),
                ct
            )
            .ConfigureAwait(false);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
        if (!response.IsSuccessStatusCode)
        {
            throw CosmosCalls.Unexpected("read", response.StatusCode);
        }
        using var json = await JsonDocument
            .ParseAsync(response.Content, new() { MaxDepth = 1000 }, ct)
            .ConfigureAwait(false);
        return CosmosItem.Read(json.RootElement);
    }

    /// <summary>What a query finds, page by page.</summary>
    /// <param name="container">Where.</param>
    /// <param name="query">The query; with a partition its SQL names that, too.</param>
    /// <param name="partition">Null: all of them.</param>
    /// <param name="page">Items in a page.</param>
    /// <param name="ct">Ends it.</param>
    public async IAsyncEnumerable<JsonElement> Query(
        Container container,
        QueryDefinition query,
        string? partition,
        int page,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        var request = new QueryRequestOptions { MaxItemCount = page };
        if (partition is not null)
        {
            request.PartitionKey = new(partition);
        }
        using var pages = container.GetItemQueryStreamIterator(query, requestOptions: request);
        while (pages.HasMoreResults)
        {
            using var response = await calls.Send("query", () => pages.ReadNextAsync(ct), ct).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw CosmosCalls.Unexpected("query", response.StatusCode);
            }
            using var json = await JsonDocument
                .ParseAsync(response.Content, new() { MaxDepth = 1000 }, ct)
                .ConfigureAwait(false);
            foreach (var item in json.RootElement.GetProperty("Documents").EnumerateArray())
            {
                yield return item;
            }
        }
    }
}
