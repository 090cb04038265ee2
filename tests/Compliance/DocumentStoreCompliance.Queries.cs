using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    private async Task Put(params (string Id, string Json)[] documents)
    {
        foreach (var (id, json) in documents)
        {
            (await Store.Set($"q/{id}", json)).EnsureCommitted();
        }
    }

    private async Task<string> Ids(DocumentQuery query)
    {
        var ids = new List<string>();
        await foreach (var document in Store.QueryAll(query, TestContext.Current.CancellationToken))
        {
            ids.Add(document.Path.Id);
        }
        return string.Join(' ', ids);
    }

    private static readonly (string, string)[] Mixed =
    [
        ("array", """{"f":[1,"a",null,true]}"""),
        ("big", """{"f":12345678901234567890}"""),
        ("empty", """{"f":""}"""),
        ("false", """{"f":false}"""),
        ("missing", """{"g":1}"""),
        ("null", """{"f":null}"""),
        ("object", """{"f":{"g":1}}"""),
        ("one", """{"f":1}"""),
        ("onePointFive", """{"f":1.5}"""),
        ("text1", """{"f":"1"}"""),
        ("textA", """{"f":"abc"}"""),
        ("textB", """{"f":"abd"}"""),
        ("true", """{"f":true}"""),
        ("two", """{"f":2.0}"""),
    ];

    public static TheoryData<Compare, string, string> Comparisons =>
        new()
        {
            { Compare.Equal, "1", "one" },
            { Compare.Equal, "1.0", "one" },
            { Compare.Equal, "2", "two" },
            { Compare.Equal, "12345678901234567890", "big" },
            { Compare.Equal, "\"1\"", "text1" },
            { Compare.Equal, "\"\"", "empty" },
            { Compare.Equal, "true", "true" },
            { Compare.Equal, "false", "false" },
            { Compare.Equal, "null", "null" },
            { Compare.Equal, "\"{\\\"g\\\":1}\"", "" },
            { Compare.Equal, "\"[1,\\\"a\\\",null,true]\"", "" },
            { Compare.NotEqual, "1", "array big empty false null object onePointFive text1 textA textB true two" },
            { Compare.NotEqual, "null", "array big empty false object one onePointFive text1 textA textB true two" },
            { Compare.NotEqual, "true", "array big empty false null object one onePointFive text1 textA textB two" },
            { Compare.Less, "1.5", "one" },
            { Compare.LessOrEqual, "1.5", "one onePointFive" },
            { Compare.Greater, "1", "big onePointFive two" },
            { Compare.GreaterOrEqual, "1", "big one onePointFive two" },
            { Compare.Less, "\"abc\"", "empty text1" },
            { Compare.LessOrEqual, "\"abc\"", "empty text1 textA" },
            { Compare.Greater, "\"abc\"", "textB" },
            { Compare.GreaterOrEqual, "\"abc\"", "textA textB" },
            { Compare.Less, "true", "false" },
            { Compare.GreaterOrEqual, "false", "false true" },
            { Compare.In, "[1, \"abc\", null]", "null one textA" },
            { Compare.In, "[true, 2, \"1\"]", "text1 true two" },
            { Compare.In, "[0, false]", "false" },
            { Compare.In, "[]", "" },
            { Compare.Prefix, "\"ab\"", "textA textB" },
            { Compare.Prefix, "\"abc\"", "textA" },
            { Compare.Prefix, "\"\"", "empty text1 textA textB" },
            { Compare.Prefix, "\"1\"", "text1" },
            { Compare.ArrayContains, "1", "array" },
            { Compare.ArrayContains, "1.0", "array" },
            { Compare.ArrayContains, "\"a\"", "array" },
            { Compare.ArrayContains, "null", "array" },
            { Compare.ArrayContains, "true", "array" },
            { Compare.ArrayContains, "false", "" },
            { Compare.ArrayContains, "\"1\"", "" },
        };

    [Theory]
    [MemberData(nameof(Comparisons))]
    public async Task Comparisons_regard_the_type(Compare compare, string value, string expected)
    {
        await Put(Mixed);
        var query = new DocumentQuery("q").Where("f", compare, JsonNode.Parse(value));
        Assert.Equal(expected, await Ids(query));
        Assert.Equal(
            expected.Length == 0 ? 0 : expected.Split(' ').Length,
            await Store.Count(query, TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData(Compare.Equal, "{}")]
    [InlineData(Compare.NotEqual, "[1]")]
    [InlineData(Compare.Less, "null")]
    [InlineData(Compare.Greater, "{}")]
    [InlineData(Compare.In, "1")]
    [InlineData(Compare.In, "[[1]]")]
    [InlineData(Compare.Prefix, "1")]
    [InlineData(Compare.Prefix, "null")]
    [InlineData(Compare.ArrayContains, "[1]")]
    public async Task A_value_that_cannot_be_compared_is_refused_with_the_field(Compare compare, string value)
    {
        var query = new DocumentQuery("q").Where("some.field", compare, JsonNode.Parse(value));
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Query(query, TestContext.Current.CancellationToken)
        );
        Assert.Contains("some.field", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Count(query, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Dotted_fields_reach_inside_and_all_filters_must_hold()
    {
        await Put(
            ("a", """{"amount":{"currency":"EUR","value":"10.00"},"open":true}"""),
            ("b", """{"amount":{"currency":"EUR","value":"12.00"},"open":false}"""),
            ("c", """{"amount":{"currency":"USD","value":"10.00"},"open":true}"""),
            ("d", """{"amount":"EUR","open":true}"""),
            ("e", """{"amount.currency":"EUR","open":true}""")
        );
        var query = new DocumentQuery("q").Where("amount.currency", "EUR");
        Assert.Equal("a b", await Ids(query));
        Assert.Equal("a", await Ids(query.Where("open", Compare.Equal, true)));
    }

    public static TheoryData<string> OddFields => [.. OddNames];

    [Theory]
    [MemberData(nameof(OddFields))]
    public async Task Odd_field_names_are_just_names(string field)
    {
        await Put(("hit", new JsonObject { [field] = "x" }.ToJsonString()), ("other", """{"y":"x"}"""));
        Assert.Equal("hit", await Ids(new DocumentQuery("q").Where(field, "x")));
        Assert.Equal("other hit", await Ids(new DocumentQuery("q").OrderBy(field)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    public async Task Impossible_field_names_are_refused(string field)
    {
        var ct = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Query(new DocumentQuery("q").Where(field, "x"), ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Query(new DocumentQuery("q").OrderBy(field), ct));
    }

    [Fact]
    public async Task The_order_is_by_type_then_value_then_id_and_missing_comes_first()
    {
        await Put(Mixed);
        const string ascending =
            "missing null false true one onePointFive two big empty text1 textA textB array object";
        Assert.Equal(ascending, await Ids(new DocumentQuery("q").OrderBy("f").Limit(3)));
        Assert.Equal(
            string.Join(' ', ascending.Split(' ').Reverse()),
            await Ids(new DocumentQuery("q").OrderBy("f", descending: true).Limit(3))
        );
    }

    [Fact]
    public async Task Equal_keys_are_ordered_by_id_in_both_directions()
    {
        await Put(("b", """{"f":1}"""), ("c", """{"f":1}"""), ("a", """{"f":1}"""), ("d", """{"f":0}"""));
        Assert.Equal("d a b c", await Ids(new DocumentQuery("q").OrderBy("f").Limit(1)));
        Assert.Equal("a b c d", await Ids(new DocumentQuery("q").OrderBy("f", descending: true).Limit(1)));
        Assert.Equal("a b c d", await Ids(new DocumentQuery("q").Limit(1)));
    }

    [Fact]
    public async Task Several_keys_order_one_after_the_other()
    {
        await Put(
            ("1", """{"a":"x","b":1}"""),
            ("2", """{"a":"x","b":2}"""),
            ("3", """{"a":"y","b":1}"""),
            ("4", """{"b":1}"""),
            ("5", """{"a":"x"}""")
        );
        var query = new DocumentQuery("q").OrderBy("a").OrderBy("b", descending: true);
        Assert.Equal("4 2 1 5 3", await Ids(query));
        Assert.Equal("4 2 1 5 3", await Ids(query.Limit(1)));
        Assert.Equal("4 2 1 5 3", await Ids(query.Limit(2)));
    }

    [Fact]
    public async Task Strings_are_ordered_by_code_point()
    {
        // U+FB00 comes before U+1D518, though its UTF-16 code unit is the higher one.
        await Put(("1", """{"f":"𝔘"}"""), ("2", """{"f":"ﬀ"}"""), ("3", """{"f":"é"}"""), ("4", """{"f":"Z"}"""));
        Assert.Equal("4 3 2 1", await Ids(new DocumentQuery("q").OrderBy("f").Limit(1)));
        Assert.Equal("1 2", await Ids(new DocumentQuery("q").Where("f", Compare.Greater, "é")));
    }

    [Fact]
    public async Task Control_characters_in_strings_compare_like_any_other()
    {
        await Put(("1", """{"f":"a\u0000b"}"""), ("2", """{"f":"a\u0000c"}"""), ("3", """{"f":"a"}"""));
        Assert.Equal("1", await Ids(new DocumentQuery("q").Where("f", "a\0b")));
        Assert.Equal("1 2", await Ids(new DocumentQuery("q").Where("f", Compare.Prefix, "a\0")));
        Assert.Equal("3 1 2", await Ids(new DocumentQuery("q").OrderBy("f").Limit(1)));
    }

    [Fact]
    public async Task The_last_page_has_no_next()
    {
        var ct = TestContext.Current.CancellationToken;
        await Put(("a", "{}"), ("b", "{}"), ("c", "{}"), ("d", "{}"));
        var query = new DocumentQuery("q").Limit(2);
        var first = await Store.Query(query, ct);
        Assert.NotNull(first.Next);
        var second = await Store.Query(query.StartAfter(first.Next), ct);
        Assert.Equal(2, second.Documents.Count);
        Assert.Null(second.Next);
        Assert.Null((await Store.Query(new("nothing"), ct)).Next);
    }

    [Fact]
    public async Task Paging_neither_repeats_nor_misses_what_stays_while_others_come_and_go()
    {
        var ct = TestContext.Current.CancellationToken;
        for (var i = 0; i < 20; i++)
        {
            await Put(($"d{i:00}", $$"""{"n":{{i}}}"""));
        }
        var query = new DocumentQuery("q").OrderBy("n").Limit(5);
        var seen = new List<string>();
        var page = await Store.Query(query, ct);
        var round = 0;
        while (true)
        {
            seen.AddRange(page.Documents.Select(d => d.Path.Id));
            if (page.Next is null)
            {
                break;
            }
            // One before the place, one gone behind it, the last one read gone too.
            await Put(($"early{round}", $$"""{"n":{{-1 - round}}}"""));
            await Store.Delete($"q/d{19 - round:00}", ct: ct);
            await Store.Delete($"q/{page.Documents[^1].Path.Id}", ct: ct);
            round++;
            page = await Store.Query(query.StartAfter(page.Next), ct);
        }
        Assert.Equal(Enumerable.Range(0, 20 - round).Select(i => $"d{i:00}"), seen);
    }

    [Fact]
    public async Task A_cursor_fits_its_query_alone_but_any_page_size()
    {
        var ct = TestContext.Current.CancellationToken;
        await Put(("a", """{"f":1}"""), ("b", """{"f":2}"""), ("c", """{"f":3}"""));
        var query = new DocumentQuery("q").Where("f", Compare.Greater, 0).OrderBy("f").Limit(1);
        var next = (await Store.Query(query, ct)).Next!;
        Assert.Equal(2, (await Store.Query(query.Limit(10).StartAfter(next), ct)).Documents.Count);
        DocumentQuery[] others =
        [
            query with
            {
                Collection = "r",
            },
            query.OrderBy("g"),
            query with
            {
                Order = [new("f", Descending: true)],
            },
            query with
            {
                Filters = [],
            },
            query with
            {
                Filters = [new("f", Compare.Greater, 1)],
            },
            query with
            {
                Filters = [new("f", Compare.GreaterOrEqual, 0)],
            },
        ];
        foreach (var other in others)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Store.Query(other.StartAfter(next), ct));
        }
        foreach (var damaged in new[] { "", "?", "abc", next[..^4], next[..20] })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Store.Query(query.StartAfter(damaged), ct));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task The_page_size_is_checked(int size)
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Query(new DocumentQuery("q").Limit(size), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Count_does_not_care_for_order_page_or_cursor()
    {
        var ct = TestContext.Current.CancellationToken;
        await Put(("a", """{"f":1}"""), ("b", """{"f":2}"""), ("c", "{}"));
        var query = new DocumentQuery("q").OrderBy("f").Limit(1);
        var next = (await Store.Query(query, ct)).Next;
        Assert.Equal(3, await Store.Count(query.StartAfter(next), ct));
        Assert.Equal(2, await Store.Count(query.Where("f", Compare.GreaterOrEqual, 1), ct));
        Assert.Equal(0, await Store.Count(new("nothing"), ct));
    }
}
