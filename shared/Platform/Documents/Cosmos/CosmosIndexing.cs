using System.Collections.ObjectModel;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>Containers and their indexing policies, from what the groups declare: nothing else is indexed, so nothing else costs.</summary>
public static class CosmosIndexing
{
    private static readonly string[] Meta =
    [
        "partition",
        "tenant",
        "path",
        "name",
        "kind",
        "deleted",
        "expires",
        "due",
    ];

    /// <summary>The container of a group: partition key, time to live by the item, indexing policy.</summary>
    public static ContainerProperties Container(DocumentGroup group) =>
        new(group.Name, "/partition") { DefaultTimeToLive = -1, IndexingPolicy = Of(group) };

    /// <summary>
    /// All paths excluded but the fields of the group's indexes and what every item has; a composite index, ended by the id and over the whole
    /// group by the path, for every index of fields (not of elements), in its own direction and in the opposite one.
    /// </summary>
    public static IndexingPolicy Of(DocumentGroup group)
    {
        var policy = new IndexingPolicy { Automatic = true, IndexingMode = IndexingMode.Consistent };
        foreach (var name in Meta)
        {
            policy.IncludedPaths.Add(new() { Path = $"/{name}/?" });
        }
        foreach (
            var path in group
                .Indexes.SelectMany(index => index.Fields)
                .Select(Included)
                .Distinct(StringComparer.Ordinal)
        )
        {
            policy.IncludedPaths.Add(new() { Path = path });
        }
        policy.ExcludedPaths.Add(new() { Path = "/*" });
        foreach (var index in group.Indexes.Where(index => !index.Fields.Any(field => field.Elements)))
        {
            foreach (var last in index.AcrossGroup ? new[] { "/name", "/path" } : ["/name"])
            {
                policy.CompositeIndexes.Add(Composite(index, last, reversed: false));
                policy.CompositeIndexes.Add(Composite(index, last, reversed: true));
            }
        }
        return policy;
    }

    private static Collection<CompositePath> Composite(DocumentIndex index, string last, bool reversed) =>
        [
            .. index.Fields.Select(field => new CompositePath
            {
                Path = PathOf(field.Name),
                Order =
                    field.Descending != reversed ? CompositePathSortOrder.Descending : CompositePathSortOrder.Ascending,
            }),
            new() { Path = last, Order = CompositePathSortOrder.Ascending },
        ];

    private static string Included(IndexField field) => PathOf(field.Name) + (field.Elements ? "/[]/?" : "/?");

    // Quoted: a name may hold what a path would not.
    private static string PathOf(string field) =>
        "/c/"
        + string.Join('/', field.Split('.').Select(part => part.All(char.IsAsciiLetterOrDigit) ? part : $"\"{part}\""));
}
