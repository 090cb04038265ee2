using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Indexes;
using IntegrationFunctions.Platform.Documents.Sqlite;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>That SQLite walks the declared indexes, and sorts only where the guide says so.</summary>
public sealed class SqliteQueryPlanTests : IAsyncDisposable
{
    private static readonly DocumentGroup Group = new DocumentGroup("q")
        .GroupIndex("a")
        .GroupIndex("a", "-b")
        .GroupIndex("-b", "c")
        .GroupIndex("tags[]");

    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services => services.AddDocumentGroup(Group)
    );

    private readonly DocumentCatalogue _catalogue = new([Group]);

    public static TheoryData<string, DocumentQuery> Sorted =>
        new()
        {
            { "everything", Q },
            { "equal", Q.Where("a", "x") },
            { "equal null", Q.Where("a", Compare.Equal, null) },
            { "equal true", Q.Where("a", Compare.Equal, true) },
            { "in", Q.Where("a", Compare.In, new JsonArray(1, "x", null)) },
            { "order", Q.OrderBy("a") },
            { "order down", Q.OrderBy("b", descending: true).OrderBy("c") },
            { "equal and order", Q.Where("a", "x").OrderBy("b", descending: true) },
            { "in and order", Q.Where("a", Compare.In, new JsonArray(1, 2)).OrderBy("b", descending: true) },
            { "range and order", Q.Where("a", Compare.Greater, 1).Where("a", Compare.Less, 9).OrderBy("a") },
            { "prefix and order", Q.Where("a", Compare.Prefix, "x").OrderBy("a") },
            { "boolean range and order", Q.Where("a", Compare.GreaterOrEqual, false).OrderBy("a") },
            { "order and not equal", Q.Where("c", Compare.NotEqual, "x").OrderBy("b", descending: true).OrderBy("c") },
            {
                "equal, range and order",
                Q.Where("a", "x").Where("b", Compare.LessOrEqual, 5).OrderBy("b", descending: true)
            },
        };

    // By the guide: an order that goes against the index (within equal keys), a range without an order, elements, a longer index.
    public static TheoryData<string, DocumentQuery, string> Sorting =>
        new()
        {
            { "reversed", Q.OrderBy("a", descending: true), "LAST TERM" },
            { "reversed two", Q.Where("a", "x").OrderBy("b"), "LAST TERM" },
            { "range alone", Q.Where("a", Compare.Greater, 1), "ORDER BY" },
            { "elements", Q.Where("tags", Compare.ArrayContains, "x"), "ORDER BY" },
            { "longer index", Q.OrderBy("b", descending: true), "LAST TERM" },
        };

    private static DocumentQuery Q => new("q");

    [Theory]
    [MemberData(nameof(Sorted))]
    public void An_index_gives_the_order_and_the_place_to_go_on(string name, DocumentQuery query)
    {
        foreach (var (text, plan) in Plans(query))
        {
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
            Assert.False(plan.Contains("SCAN", StringComparison.Ordinal), $"{name}: {plan}\n{text}");
        }
    }

    [Theory]
    [MemberData(nameof(Sorting))]
    public void What_sorts_sorts_what_it_found_and_looks_at_no_more(string name, DocumentQuery query, string sort)
    {
        foreach (var (text, plan) in Plans(query))
        {
            Assert.False(plan.Contains("SCAN", StringComparison.Ordinal), $"{name}: {plan}\n{text}");
        }
        Assert.Contains(Plans(query), found => found.Plan.Contains(sort, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sorted))]
    public void Counting_looks_at_no_document(string name, DocumentQuery query)
    {
        foreach (var over in new[] { query, OverGroup(query) }.Select(q => q with { Order = [] }))
        {
            if (
                over is { Filters: [], IsGroup: false }
                || Record.Exception(() => _catalogue.IndexFor(over)) is not null
            )
            {
                continue;
            }
            var figures = DocumentQuerySql
                .Alternatives(over)
                .Select(one => DocumentQuerySql.Figures(one, _catalogue.IndexFor(over), Indexes, [], 1)!.Text);
            Assert.All(figures, text => Assert.False(ReadsDocuments(text), $"{name}: {text}"));
        }
        Assert.True(ReadsDocuments("SELECT count(content) FROM documents"));
        Assert.False(ReadsDocuments("SELECT count(*) FROM documents INDEXED BY documents_ids WHERE collection = 1"));
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private DocumentIndexes Indexes =>
        field ??= DocumentIndexes.Open(_storage.Get<SqliteDatabase>(), _catalogue, _ => { });

    private static DocumentQuery OverGroup(DocumentQuery query) =>
        DocumentQuery.OfGroup("q") with
        {
            Filters = query.Filters,
            Order = query.Order,
        };

    // Of the first page, and of one behind a document; over a collection, and over the group.
    private List<(string Text, string Plan)> Plans(DocumentQuery query)
    {
        var plans = new List<(string, string)>();
        var document = new Document("q/1", """{"a":1,"b":"x","c":null,"tags":[]}"""u8.ToArray(), "", default, default);
        foreach (var over in new[] { query, OverGroup(query) })
        {
            foreach (var after in new[] { null, QueryCursor.Of(over, document) })
            {
                plans.AddRange(
                    DocumentQuerySql
                        .Alternatives(over)
                        .SelectMany(one =>
                            DocumentQuerySql.Stretches(one, _catalogue.IndexFor(over), Indexes, after, 1)
                        )
                        .Select(sql => (sql.Text, Plan(sql.Text)))
                );
            }
        }
        return plans;
    }

    // Whether the program takes any column from the table itself, which it opens under a number of its own; what an index holds, it takes there.
    private bool ReadsDocuments(string sql) =>
        _storage
            .Get<SqliteDatabase>()
            .Read(scope =>
            {
                var tables = new HashSet<long>();
                var reads = false;
                var row = scope.Prepare("EXPLAIN " + sql);
                while (row.Step())
                {
                    var (code, cursor) = (row.Text(1), row.Int64(2));
                    if (code == "OpenRead" && !row.Text(5).StartsWith("k(", StringComparison.Ordinal))
                    {
                        tables.Add(cursor);
                    }
                    reads |= code == "Column" && tables.Contains(cursor);
                }
                return reads;
            });

    private string Plan(string sql) =>
        _storage
            .Get<SqliteDatabase>()
            .Read(scope =>
            {
                var lines = new List<string>();
                var row = scope.Prepare("EXPLAIN QUERY PLAN " + sql);
                while (row.Step())
                {
                    lines.Add(row.Text(3));
                }
                return string.Join("; ", lines);
            });
}
