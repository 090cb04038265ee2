using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    [Fact]
    public async Task Selected_fields_come_back_where_they_were_and_to_the_digit()
    {
        var ct = TestContext.Current.CancellationToken;
        await Put(
            ("a", """{"n":1.10,"deep":{"x":12345678901234567890.10,"y":{"z":[1.0,null]}},"other":"long"}"""),
            ("b", """{"deep":"no object","n":null}"""),
            ("c", """{"deep":{"q":1}}""")
        );
        var query = new DocumentQuery("q").Select("n", "deep.y.z", "deep.x", "none");
        var page = await Store.Query(query, ct);
        Assert.Equal(
            ["""{"n":1.10,"deep":{"x":12345678901234567890.10,"y":{"z":[1.0,null]}}}""", """{"n":null}""", "{}"],
            page.Documents.Select(document => document.Text())
        );
        Assert.Equal((await Store.Get("q/a", ct))!.ETag, page.Documents[0].ETag);
        Assert.Equal(
            """{"deep":{"q":1}}""",
            (await Store.Query(query.Select("deep.q", "deep"), ct)).Documents[2].Text()
        );
    }

    [Fact]
    public async Task A_cursor_stands_at_a_document_whether_it_is_found_or_gone()
    {
        var ct = TestContext.Current.CancellationToken;
        await Put(("a", """{"f":1}"""), ("b", """{"f":2}"""), ("c", """{"f":2}"""), ("d", """{"f":3}"""), ("e", "{}"));
        var query = new DocumentQuery("q").OrderBy("f").Limit(2);
        var b = Store.CursorOf(query, (await Store.Get("q/b", ct))!);
        var d = Store.CursorOf(query, (await Store.Get("q/d", ct))!);
        Assert.Equal("c d", await Ids(query.StartAfter(b)));
        Assert.Equal("e a b c", await Ids(query.EndBefore(d)));
        Assert.Equal("c", await Ids(query.StartAfter(b).EndBefore(d)));
        Assert.Equal("", await Ids(query.StartAfter(d).EndBefore(b)));
        Assert.Equal("", await Ids(query.StartAfter(d).EndBefore(d)));
        await Store.Delete("q/b", ct: ct);
        Assert.Equal("c d", await Ids(query.StartAfter(b)));
        // One that the query does not find has a place all the same.
        var positive = query.Where("f", Compare.Greater, 1);
        var a = Store.CursorOf(positive, (await Store.Get("q/a", ct))!);
        Assert.Equal("c d", await Ids(positive.StartAfter(a)));
        Assert.Equal("", await Ids(positive.EndBefore(a)));
    }

    [Fact]
    public async Task A_cursor_is_made_of_a_document_of_the_query_and_fits_that_query_alone()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("q/a", """{"f":1}""");
        await Store.Create("r/a", """{"f":1}""");
        var query = new DocumentQuery("q").OrderBy("f");
        var mine = (await Store.Get("q/a", ct))!;
        Assert.Throws<ArgumentException>(() => Store.CursorOf(query, mine with { Path = "r/a" }));
        Assert.Throws<ArgumentException>(() => Store.CursorOf(query, mine with { Path = "x/y/q/a" }));
        Assert.Throws<ArgumentException>(() => Store.CursorOf(DocumentQuery.OfGroup("q"), mine with { Path = "r/a" }));
        var cursor = Store.CursorOf(query, mine);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Query(new DocumentQuery("q").OrderBy("f", descending: true).EndBefore(cursor), ct)
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Query(DocumentQuery.OfGroup("q").EndBefore(cursor), ct)
        );
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Query(query.EndBefore("abc"), ct));
    }

    [Fact]
    public async Task Aggregates_take_the_numbers_and_leave_the_rest()
    {
        var ct = TestContext.Current.CancellationToken;
        await Put(
            ("a", """{"f":1,"v":1.5,"deep":{"v":-1}}"""),
            ("b", """{"f":1,"v":2,"deep":{"v":1e1}}"""),
            ("c", """{"f":1,"v":"3"}"""),
            ("d", """{"f":2,"v":9223372036854775807}"""),
            ("e", """{"f":2,"v":9223372036854775807}"""),
            ("g", """{"f":1,"v":null}""")
        );
        DocumentAggregate[] all =
        [
            DocumentAggregate.Sum("v"),
            DocumentAggregate.Count,
            DocumentAggregate.Average("v"),
            DocumentAggregate.Average("deep.v"),
            DocumentAggregate.Average("none"),
            DocumentAggregate.Sum("none"),
        ];
        var query = new DocumentQuery("q").Where("f", Compare.Equal, 1);
        Assert.Equal([3.5, 4, 1.75, 4.5, null, 0], await Store.Aggregate(query.OrderBy("f").Limit(1), all, ct));
        Assert.Equal(
            [2 * 9223372036854775807.0, 2, 9223372036854775807.0, null, null, 0],
            await Store.Aggregate(new DocumentQuery("q").Where("f", Compare.In, new JsonArray(2, 2.0)), all, ct)
        );
        Assert.Equal([0, 0, null], await Store.Aggregate(new("nothing"), [.. all[..2], all[2]], ct));
        Assert.Empty(await Store.Aggregate(query, [], ct));
    }

    [Fact]
    public async Task A_group_is_all_collections_of_that_name_in_the_order_of_paths()
    {
        var ct = TestContext.Current.CancellationToken;
        string[] paths = ["c/a!/p/1", "c/a/p/1", "c/a/p/2", "p/1", "p/1!/p/2", "p/1/p/1", "p/2"];
        foreach (var path in paths.Reverse())
        {
            await Store.Create(path, """{"x":1}""");
        }
        await Store.Create("c/a/plain/1", """{"x":1}""");
        await Store.Create("plain/1", """{"x":1}""");
        await Stores.ForTenant("t2").Create("p/0", """{"x":1}""");
        foreach (
            var query in new[]
            {
                DocumentQuery.OfGroup("p"),
                DocumentQuery.OfGroup("p").Where("x", Compare.Equal, 1),
                DocumentQuery.OfGroup("p").OrderBy("x"),
                DocumentQuery.OfGroup("p").Where("x", Compare.In, new JsonArray(1, 2)),
            }
        )
        {
            Assert.Equal(paths, AllPaths(Store, query.Limit(2)));
            Assert.Equal(paths.Length, await Store.Count(query, ct));
        }
        // Without an index over the group as well.
        Assert.Equal(["c/a/plain/1", "plain/1"], AllPaths(Store, DocumentQuery.OfGroup("plain").Limit(1)));
        await Assert.ThrowsAsync<MissingIndexException>(() =>
            Store.Query(DocumentQuery.OfGroup("p").Where("n.x", "x"), ct)
        );
    }

    [Fact]
    public async Task Collections_are_those_that_hold_something()
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.Empty(await Store.Collections(ct));
        await Store.Create("q/a", "{}");
        await Store.Create("q/a/r/b", "{}");
        await Store.Create("integrations/x/records/1", "{}");
        await Stores.ForTenant("t2").Create("files/a", "{}");
        Assert.Equal(["integrations/x/records", "q", "q/a/r"], (await Store.Collections(ct)).Select(c => c.Value));
        await Store.Delete("q/a", ct: ct);
        Assert.Equal(["integrations/x/records", "q/a/r"], (await Store.Collections(ct)).Select(c => c.Value));
    }

    [Fact]
    public async Task What_no_index_serves_is_refused_even_where_there_is_nothing_to_search()
    {
        var ct = TestContext.Current.CancellationToken;
        var query = new DocumentQuery("nothing").Where("status", "open").OrderBy("at", descending: true);
        var missing = await Assert.ThrowsAsync<MissingIndexException>(() => Store.Query(query, ct));
        Assert.Contains(""".Index("status", "-at")""", missing.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MissingIndexException>(() => Store.Count(query, ct));
        Assert.Throws<MissingIndexException>(() =>
            Store.CursorOf(query, new("nothing/a", "{}"u8.ToArray(), "", default, default))
        );
        // An order costs a count nothing.
        Assert.Equal(0, await Store.Count(new DocumentQuery("nothing").OrderBy("at"), ct));
    }

    [Fact]
    public async Task A_group_that_is_not_declared_is_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (
            var attempt in new Func<Task>[]
            {
                () => Store.Create("undeclared/a", "{}"),
                () => Store.Commit(new DocumentBatch("q/a/undeclared").Delete("a"), ct),
                () => Store.Query(new("undeclared"), ct),
                () => Store.Query(DocumentQuery.OfGroup("undeclared"), ct),
                () => Store.Aggregate(new("undeclared"), [DocumentAggregate.Count], ct),
            }
        )
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(attempt);
            Assert.Contains("'undeclared'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sealed_fields_are_not_searched_ordered_or_added_up()
    {
        var ct = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Query(new DocumentQuery("q").Where("secret.iban", "x"), ct)
        );
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Query(new DocumentQuery("q").OrderBy("secret"), ct));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Aggregate(new("q"), [DocumentAggregate.Sum("secret.iban")], ct)
        );
    }

    [Fact]
    public async Task No_query_reaches_another_tenant()
    {
        var ct = TestContext.Current.CancellationToken;
        var other = Stores.ForTenant("t2");
        await Store.Create("p/a", """{"x":["k"],"y":1}""");
        await Store.Create("c/a/p/b", """{"x":["k"],"y":1}""");
        await other.Create("p/b", """{"x":"other"}""");
        var a = (await Store.Get("p/a", ct))!;
        foreach (
            var query in new[]
            {
                DocumentQuery.OfGroup("p"),
                DocumentQuery.OfGroup("p").Where("x", Compare.ArrayContains, "k"),
                DocumentQuery.OfGroup("p").OrderBy("x", descending: true),
                new DocumentQuery("p").Where("x", Compare.ArrayContains, "k"),
                new DocumentQuery("p").Where("y", Compare.In, new JsonArray(1)),
            }
        )
        {
            Assert.Contains("p/a", AllPaths(Store, query));
            Assert.DoesNotContain("p/a", AllPaths(other, query));
            Assert.Equal(AllPaths(other, query).Count, await other.Count(query, ct));
            await Assert.ThrowsAsync<ArgumentException>(() =>
                other.Query(query.StartAfter(Store.CursorOf(query, a)), ct)
            );
            await Assert.ThrowsAsync<ArgumentException>(() =>
                other.Query(query.EndBefore(Store.CursorOf(query, a)), ct)
            );
        }
        Assert.Equal(["p"], (await other.Collections(ct)).Select(c => c.Value));
    }

    [Fact]
    public async Task Elements_follow_every_write()
    {
        var ct = TestContext.Current.CancellationToken;
        var query = new DocumentQuery("q").Where("f", Compare.ArrayContains, "x");
        await Put(("a", """{"f":["x","x",1]}"""), ("b", """{"f":["y"]}"""), ("c", """{"f":"x"}"""));
        Assert.Equal("a", await Ids(query));
        Assert.Equal(1, await Store.Count(query, ct));
        await Put(("a", """{"f":["y"]}"""), ("b", """{"f":[["x"],"x"]}"""));
        Assert.Equal("b", await Ids(query));
        await Store.Delete("q/b", ct: ct);
        Assert.Equal("", await Ids(query));
        await Store.Create("q/b", """{"f":["x"]}""");
        await Reopen();
        Assert.Equal("b", await Ids(query));
    }
}
