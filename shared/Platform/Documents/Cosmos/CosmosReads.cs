using System.Text;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

internal static class CosmosReads
{
    // Of one query.
    private const int MaxIds = 100;

    /// <summary>Items by their documents' ids, graves too; what is not there is missing.</summary>
    public static async Task<IReadOnlyDictionary<string, CosmosItem>> Many(
        CosmosContainers containers,
        Container container,
        string partition,
        IReadOnlyList<string> ids,
        CancellationToken ct
    )
    {
        var found = new Dictionary<string, CosmosItem>(StringComparer.Ordinal);
        if (ids is [var one])
        {
            if (await containers.Read(container, partition, one, ct).ConfigureAwait(false) is { } item)
            {
                found[one] = item;
            }
            return found;
        }
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Chunk(MaxIds))
        {
            var names = string.Join(", ", some.Select((_, i) => $"@i{i}"));
            var query = new QueryDefinition(
                $"SELECT * FROM r WHERE r.partition = @p AND r.name IN ({names})"
            ).WithParameterStream("@p", Text(partition));
            for (var i = 0; i < some.Length; i++)
            {
                query = query.WithParameterStream($"@i{i}", Text(some[i]));
            }
            await foreach (var json in containers.Query(container, query, partition, MaxIds, ct).ConfigureAwait(false))
            {
                var item = CosmosItem.Read(json);
                found[item.Path.Id] = item;
            }
        }
        return found;
    }

    public static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text)));
}
