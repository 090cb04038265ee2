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

    // https://learn.microsoft.com/azure/cosmos-db/concepts-limits#indexing-policy-limits
    private const int MaxComposites = 100;
    private const int MaxPaths = 8;

    /// <summary>The container of a group: partition key, time to live by the item, indexing policy.</summary>
    /// <exception cref="ArgumentException">The group needs more composite indexes, or wider ones, than a container can have.</exception>
    public static ContainerProperties Container(DocumentGroup group) =>
        new(group.Name, "/partition")
        {
            PartitionKeyDefinitionVersion = PartitionKeyDefinitionVersion.V2,
            DefaultTimeToLive = -1,
            IndexingPolicy = Of(group),
        };

    /// <summary>
    /// All paths excluded but the fields of the group's indexes and what every item has. An order of several fields is served by a composite index
    /// of exactly these fields alone: there is one for every row of fields that stand together in an index, for a query may leave away those
    /// before (it demands values of them) and those behind; ended by the id, over the whole group by the path; and the same in the opposite
    /// directions.
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
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var index in group.Indexes)
        {
            foreach (var fields in Rows(index.Fields))
            {
                foreach (var last in index.AcrossGroup ? new[] { "/name", "/path" } : ["/name"])
                {
                    Add(index, Composite(fields, last, reversed: false));
                    Add(index, Composite(fields, last, reversed: true));
                }
            }
        }
        return policy;

        void Add(DocumentIndex index, Collection<CompositePath> composite)
        {
            if (known.Add(string.Join(',', composite.Select(path => $"{path.Path} {path.Order}"))))
            {
                policy.CompositeIndexes.Add(composite);
                CheckLimits(group, index, policy.CompositeIndexes);
            }
        }
    }

    private static void CheckLimits(
        DocumentGroup group,
        DocumentIndex index,
        Collection<Collection<CompositePath>> composites
    )
    {
        if (composites.Count > MaxComposites || composites[^1].Count > MaxPaths)
        {
            throw new ArgumentException(
                $"The indexes of the group '{group.Name}' are too much for a container of Cosmos DB, from .Index({index}) on: it can have {MaxComposites} "
                    + $"composite indexes of {MaxPaths} fields, the id among them, and an index of n fields becomes up to n(n+1) of them. Declare fewer "
                    + "or shorter ones."
            );
        }
    }

    // Elements of arrays are found, and not ordered by.
    private static IEnumerable<IReadOnlyList<IndexField>> Rows(IReadOnlyList<IndexField> fields)
    {
        for (var start = 0; start < fields.Count; start++)
        {
            for (var end = start; end < fields.Count && !fields[end].Elements; end++)
            {
                yield return [.. fields.Skip(start).Take(end - start + 1)];
            }
        }
    }

    private static Collection<CompositePath> Composite(IReadOnlyList<IndexField> fields, string last, bool reversed) =>
        [
            .. fields.Select(field => new CompositePath
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
