using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Cosmos;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Tests.Unit.Documents;

public sealed class CosmosIndexingTests
{
    [Fact]
    public void A_group_becomes_a_container_of_its_partition_and_its_lifetimes()
    {
        var container = CosmosIndexing.Container(new("payments"));

        Assert.Equal("payments", container.Id);
        Assert.Equal("/partition", container.PartitionKeyPath);
        // By the item alone.
        Assert.Equal(-1, container.DefaultTimeToLive);
        Assert.Equal(["/*"], container.IndexingPolicy.ExcludedPaths.Select(path => path.Path));
        Assert.DoesNotContain(container.IndexingPolicy.IncludedPaths, path => path.Path.StartsWith("/c/"));
        Assert.Empty(container.IndexingPolicy.CompositeIndexes);
    }

    [Fact]
    public void An_index_serves_every_order_that_stands_in_it_in_both_directions()
    {
        var policy = CosmosIndexing.Of(new DocumentGroup("payments").Index("status", "-at"));

        Assert.Equal(
            [
                "/c/status, /name",
                "-/c/status, /name",
                "/c/status, -/c/at, /name",
                "-/c/status, /c/at, /name",
                "-/c/at, /name",
                "/c/at, /name",
            ],
            Composites(policy)
        );
        Assert.Equal(
            ["/c/status/?", "/c/at/?"],
            policy.IncludedPaths.Select(path => path.Path).Where(path => path.StartsWith("/c/"))
        );
    }

    [Fact]
    public void An_index_over_the_group_serves_orders_that_end_by_the_path_too()
    {
        var policy = CosmosIndexing.Of(new DocumentGroup("payments").GroupIndex("at"));

        Assert.Equal(["/c/at, /name", "-/c/at, /name", "/c/at, /path", "-/c/at, /path"], Composites(policy));
    }

    [Fact]
    public void Elements_are_found_and_not_ordered_by_and_odd_names_are_quoted()
    {
        var policy = CosmosIndexing.Of(new DocumentGroup("payments").Index("tags[]", "a b.c"));

        Assert.Equal(["/c/\"a b\"/c, /name", "-/c/\"a b\"/c, /name"], Composites(policy));
        Assert.Equal(
            ["/c/tags/[]/?", "/c/\"a b\"/c/?"],
            policy.IncludedPaths.Select(path => path.Path).Where(path => path.StartsWith("/c/"))
        );
    }

    [Fact]
    public void What_two_indexes_share_is_there_once()
    {
        var policy = CosmosIndexing.Of(new DocumentGroup("payments").Index("a").Index("a", "b"));

        Assert.Equal(Composites(policy).Distinct(), Composites(policy));
        Assert.Equal(6, policy.CompositeIndexes.Count);
    }

    [Fact]
    public void More_than_a_container_can_have_is_refused_with_the_index()
    {
        var wide = new DocumentGroup("wide").Index("a", "b", "c", "d", "e", "f", "g", "h");
        var many = new DocumentGroup("many");
        for (var i = 0; i < 26; i++)
        {
            many = many.GroupIndex($"f{i}");
        }

        Assert.Contains("\"a\", \"b\"", Assert.Throws<ArgumentException>(() => CosmosIndexing.Of(wide)).Message);
        Assert.Contains("'many'", Assert.Throws<ArgumentException>(() => CosmosIndexing.Of(many)).Message);
    }

    [Fact]
    public void The_template_says_what_the_client_would_make()
    {
        var group = new DocumentGroup("payments").Index("status", "-at").GroupIndex("x[]");

        var resource = JsonNode.Parse(CosmosTemplate.Containers(new([group])))!.AsArray().Single()!;

        var container = CosmosIndexing.Container(group);
        Assert.Equal("payments", resource["id"]!.GetValue<string>());
        Assert.Equal(
            """{"paths":["/partition"],"kind":"Hash","version":2}""",
            resource["partitionKey"]!.ToJsonString()
        );
        Assert.Equal(-1, resource["defaultTtl"]!.GetValue<int>());
        var policy = resource["indexingPolicy"]!;
        Assert.Equal(
            container.IndexingPolicy.IncludedPaths.Select(path => path.Path),
            policy["includedPaths"]!.AsArray().Select(path => path!["path"]!.GetValue<string>())
        );
        Assert.Equal(
            Composites(container.IndexingPolicy),
            policy["compositeIndexes"]!
                .AsArray()
                .Select(composite =>
                    string.Join(
                        ", ",
                        composite!
                            .AsArray()
                            .Select(path =>
                                (path!["order"]!.GetValue<string>() == "descending" ? "-" : "")
                                + path["path"]!.GetValue<string>()
                            )
                    )
                )
        );
    }

    private static IEnumerable<string> Composites(IndexingPolicy policy) =>
        policy.CompositeIndexes.Select(composite =>
            string.Join(
                ", ",
                composite.Select(path => (path.Order == CompositePathSortOrder.Descending ? "-" : "") + path.Path)
            )
        );
}
