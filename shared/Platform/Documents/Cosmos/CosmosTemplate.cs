using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>The containers as a template deploys them: the resources of Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers.</summary>
public static class CosmosTemplate
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // Names of fields may hold quotes in their paths.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A JSON array with one resource a group, by name, ended by a new line.</summary>
    /// <exception cref="ArgumentException">A group needs more than a container can have; the message says of what.</exception>
    public static string Containers(DocumentCatalogue catalogue) =>
        new JsonArray([.. catalogue.Groups.Select(Container)]).ToJsonString(Readable) + "\n";

    private static JsonNode Container(DocumentGroup group)
    {
        var container = CosmosIndexing.Container(group);
        var policy = container.IndexingPolicy;
        return new JsonObject
        {
            ["id"] = container.Id,
            ["partitionKey"] = new JsonObject
            {
                ["paths"] = new JsonArray(container.PartitionKeyPath),
                ["kind"] = "Hash",
                ["version"] = (int)container.PartitionKeyDefinitionVersion!,
            },
            ["defaultTtl"] = container.DefaultTimeToLive,
            ["indexingPolicy"] = new JsonObject
            {
                ["automatic"] = policy.Automatic,
                ["indexingMode"] = "consistent",
                ["includedPaths"] = Paths(policy.IncludedPaths.Select(path => path.Path)),
                ["excludedPaths"] = Paths(policy.ExcludedPaths.Select(path => path.Path)),
                ["compositeIndexes"] = new JsonArray([
                    .. policy.CompositeIndexes.Select(composite => new JsonArray([
                        .. composite.Select(path => new JsonObject
                        {
                            ["path"] = path.Path,
                            ["order"] =
                                path.Order == Microsoft.Azure.Cosmos.CompositePathSortOrder.Descending
                                    ? "descending"
                                    : "ascending",
                        }),
                    ])),
                ]),
            },
        };
    }

    private static JsonArray Paths(IEnumerable<string> paths) =>
        new([.. paths.Select(path => new JsonObject { ["path"] = path })]);
}
