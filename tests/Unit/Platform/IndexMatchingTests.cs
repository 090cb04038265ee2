using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Unit.Platform;

/// <summary>Which index serves which query, and what is said where none does.</summary>
public sealed class IndexMatchingTests
{
    private static DocumentQuery Q => new("q");

    /// <summary>Declared (fields apart by blanks, indexes by |), the query, what serves it (empty: none is needed; ! and a declaration: it is missing).</summary>
    public static TheoryData<string, DocumentQuery, string> Cases =>
        new()
        {
            { "", Q, "" },
            { "", Q.Limit(5).Select("a"), "" },
            { "", Q.Where("a", "x"), "!.Index(\"a\")" },
            { "", Q.OrderBy("a", descending: true), "!.Index(\"-a\")" },
            { "a", Q.Where("a", "x"), "a" },
            { "-a", Q.Where("a", "x"), "-a" },
            { "a", Q.Where("a", Compare.In, new JsonArray(1)), "a" },
            { "a", Q.Where("a", Compare.Equal, 1).Where("a", Compare.Equal, 2), "a" },
            { "a", Q.Where("b", "x"), "!.Index(\"b\")" },
            { "a b", Q.Where("b", "x"), "!.Index(\"b\")" },
            { "a b", Q.Where("b", "x").Where("a", "x"), "a b" },
            { "a b", Q.Where("a", "x"), "a b" },
            { "a b|a", Q.Where("a", "x"), "a" },
            { "a", Q.Where("a", "x").Where("b", "x"), "!.Index(\"a\", \"b\")" },
            { "a", Q.OrderBy("a"), "a" },
            { "a", Q.OrderBy("a", descending: true), "a" },
            { "a|-a", Q.OrderBy("a", descending: true), "-a" },
            { "a b", Q.OrderBy("a").OrderBy("b", descending: true), "!.Index(\"a\", \"-b\")" },
            { "a -b", Q.OrderBy("a", descending: true).OrderBy("b"), "a -b" },
            { "a b", Q.OrderBy("b").OrderBy("a"), "!.Index(\"b\", \"a\")" },
            { "a b", Q.OrderBy("a").OrderBy("a", descending: true).OrderBy("b"), "a b" },
            { "a b", Q.Where("a", "x").OrderBy("b"), "a b" },
            { "a b", Q.Where("a", "x").OrderBy("a").OrderBy("b"), "a b" },
            { "b a", Q.Where("a", "x").OrderBy("b"), "!.Index(\"a\", \"b\")" },
            { "a", Q.Where("a", Compare.Greater, 1), "a" },
            { "a", Q.Where("a", Compare.Prefix, "x").OrderBy("a", descending: true), "a" },
            { "a b", Q.Where("a", "x").Where("b", Compare.Less, 1), "a b" },
            { "a b", Q.Where("b", Compare.Less, 1), "!.Index(\"b\")" },
            { "a", Q.Where("a", "x").Where("a", Compare.Less, "y"), "a" },
            { "a", Q.Where("a", Compare.NotEqual, "x"), "a" },
            { "a b", Q.Where("b", Compare.NotEqual, "x").OrderBy("a"), "a b" },
            { "a", Q.Where("b", Compare.NotEqual, "x").OrderBy("a"), "!.Index(\"a\", \"b\")" },
            { "b a", Q.Where("b", Compare.NotEqual, "x").Where("a", "x"), "!.Index(\"a\", \"b\")" },
            { "a[]", Q.Where("a", Compare.ArrayContains, "x"), "a[]" },
            { "a", Q.Where("a", Compare.ArrayContains, "x"), "!.Index(\"a[]\")" },
            { "a[]", Q.Where("a", "x"), "!.Index(\"a\")" },
            { "a[]", Q.OrderBy("a"), "!.Index(\"a\")" },
            { "a[] b", Q.Where("b", "x").Where("a", Compare.ArrayContains, "x"), "a[] b" },
            { "a[] -b", Q.Where("a", Compare.ArrayContains, "x").OrderBy("b", descending: true), "a[] -b" },
            { "a", DocumentQuery.OfGroup("q").Where("a", "x"), "!.GroupIndex(\"a\")" },
            { "a|*a b", DocumentQuery.OfGroup("q").Where("a", "x"), "a b" },
            { "*a", Q.Where("a", "x"), "a" },
            { "", DocumentQuery.OfGroup("q"), "" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_smallest_index_that_serves_is_taken_or_asked_for(
        string declared,
        DocumentQuery query,
        string expected
    )
    {
        var catalogue = new DocumentCatalogue([new DocumentGroup("q") { Indexes = [.. Parse(declared)] }]);
        if (expected.StartsWith('!'))
        {
            var missing = Assert.Throws<MissingIndexException>(() => catalogue.IndexFor(query));
            Assert.EndsWith(expected[1..], missing.Message, StringComparison.Ordinal);
            // What it asks for does.
            var mended = new DocumentCatalogue([new DocumentGroup("q") { Indexes = [missing.Missing] }]);
            Assert.Equal(missing.Missing, mended.IndexFor(query));
        }
        else
        {
            Assert.Equal(Parse(expected).SingleOrDefault()?.Fields ?? [], catalogue.IndexFor(query)?.Fields ?? []);
        }
    }

    public static TheoryData<DocumentQuery, string> Refused =>
        new()
        {
            { Q.Where("a", Compare.ArrayContains, 1).Where("b", Compare.ArrayContains, 1), "one ArrayContains" },
            { Q.Where("a", Compare.Less, 1).Where("b", Compare.Greater, 1), "'a' and 'b'" },
            { Q.Where("a", Compare.Less, 1).OrderBy("b"), "ordered by 'a' first" },
            { Q.Where("secret.iban", "x"), "sealed" },
            { Q.Where("secret", Compare.NotEqual, "x"), "sealed" },
            { Q.Where("secret.iban.country", "x"), "sealed" },
            { Q.OrderBy("secret.iban"), "sealed" },
            {
                Q.Where("a", Compare.In, new JsonArray([.. Enumerable.Range(0, 51).Select(i => JsonValue.Create(i))]))
                    .Where("b", Compare.In, new JsonArray(1, 2)),
                "102"
            },
            { Q.Select("a..b"), "a..b" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_no_index_could_serve_is_refused_with_the_reason(DocumentQuery query, string reason)
    {
        var catalogue = new DocumentCatalogue([new DocumentGroup("q").Index("a").Index("b").Seal("secret.iban")]);
        var error = Assert.Throws<ArgumentException>(() => catalogue.IndexFor(query));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_is_not_declared_is_refused_with_its_declaration()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new DocumentCatalogue([]).IndexFor(Q));
        Assert.Contains("AddDocumentGroup(new DocumentGroup(\"q\"))", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a\"b")]
    [InlineData("a[][]")]
    public void A_field_that_cannot_be_is_refused_where_it_is_declared(string field)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new DocumentCatalogue([new DocumentGroup("q").Index(field)])
        );
        Assert.Contains("'q'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_over_sealed_fields_or_two_arrays_is_refused_where_it_is_declared()
    {
        Assert.Throws<ArgumentException>(() => new DocumentCatalogue([new DocumentGroup("q").Index("a.b").Seal("a")]));
        Assert.Throws<ArgumentException>(() => new DocumentCatalogue([new DocumentGroup("q").Index("a[]", "b[]")]));
        Assert.Throws<ArgumentException>(() => new DocumentCatalogue([new DocumentGroup("q").Index("a", "a")]));
        Assert.Throws<ArgumentException>(() => new DocumentCatalogue([new DocumentGroup("a/b")]));
    }

    private static IEnumerable<DocumentIndex> Parse(string declared) =>
        declared
            .Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(index =>
                DocumentIndex.Parse(index.TrimStart('*').Split(' ')) with
                {
                    AcrossGroup = index[0] == '*',
                }
            );
}
