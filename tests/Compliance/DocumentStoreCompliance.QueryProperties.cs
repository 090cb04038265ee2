using System.Text.Json.Nodes;
using CsCheck;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    private static readonly DocumentCatalogue Catalogue = new(Groups);

    // Paths whose order is not that of their parts.
    private static readonly string[] Places = ["p", "c/a/p", "c/a!/p", "p/d1/p", "p/d1!/p"];

    private static readonly Gen<DocumentQuery> AnyQueries = Gen.Select(
        Filters.Array[0, 3],
        Orders.Array[0, 2],
        (filters, order) => new DocumentQuery("p") { Filters = filters, Order = order }
    );

    // Equalities on the first fields of an index, an order by the next ones, perhaps a range of the first of these, perhaps a NotEqual.
    private static readonly Gen<DocumentQuery> ServedQueries = Gen.Select(
        Gen.OneOf([.. Catalogue.Find("p").Indexes]),
        Gen.Int[0, 3],
        Gen.Int[0, 3],
        Gen.Int[0, 15],
        Scalars.Array[4],
        (index, equal, ordered, flags, values) =>
        {
            var query = new DocumentQuery("p");
            var fields = index.Fields.ToList();
            for (var i = 0; i < fields.Count && (i < equal || fields[i].Elements); i++)
            {
                var value = JsonNode.Parse(values[i]);
                query =
                    fields[i].Elements ? query.Where(fields[i].Name, Compare.ArrayContains, value)
                    : (flags & 1) == 0 ? query.Where(fields[i].Name, Compare.Equal, value)
                    : query.Where(fields[i].Name, Compare.In, new JsonArray(value, JsonNode.Parse(values[3])));
            }
            var rest = fields.Skip(query.Filters.Count).ToArray();
            foreach (var field in rest.Take(ordered))
            {
                query = query.OrderBy(field.Name, field.Descending != ((flags & 2) != 0));
            }
            if ((flags & 4) != 0 && rest.Length > 0 && values[3] != "null")
            {
                query = query.Where(
                    rest[0].Name,
                    (flags & 8) == 0 ? Compare.GreaterOrEqual : Compare.Less,
                    JsonNode.Parse(values[3])
                );
            }
            else if ((flags & 8) != 0 && rest.Length > 0)
            {
                query = query.Where(rest[^1].Name, Compare.NotEqual, JsonNode.Parse(values[3]));
            }
            return query;
        }
    );

    private static readonly Gen<(DocumentQuery Query, int Size, int After, int Before)[]> Questions = Gen.Select(
        Gen.Frequency((1, AnyQueries), (3, ServedQueries)),
        Gen.Bool,
        Gen.Int[1, 4],
        Gen.Int[-20, 20],
        Gen.Int[-20, 20],
        (query, overGroup, size, after, before) =>
            (
                overGroup ? DocumentQuery.OfGroup("p") with { Filters = query.Filters, Order = query.Order } : query,
                size,
                after,
                before
            )
    ).Array[1, 8];

    private static readonly Gen<(int Place, int Id, bool Deletes, string Json)[]> Writes = Gen.Select(
        Gen.Int[0, Places.Length - 1],
        Gen.Int[0, 7],
        Gen.Int[0, 4],
        Contents,
        (place, id, verb, json) => (place, id, verb == 0, json)
    ).Array[0, 30];

    [Fact]
    public void Any_query_with_any_cursor_agrees_with_the_model_or_is_refused()
    {
        Gen.Select(Writes, Questions)
            .Sample(
                (writes, questions) =>
                {
                    var store = Stores.ForTenant($"s{Interlocked.Increment(ref _tenants)}");
                    var model = new QueryModel();
                    foreach (var (place, id, deletes, json) in writes)
                    {
                        var path = $"{Places[place]}/d{id}";
                        if (deletes)
                        {
                            store.Delete(path).GetAwaiter().GetResult().EnsureCommitted();
                            model.Delete(path);
                        }
                        else
                        {
                            store.Set(path, json).GetAwaiter().GetResult().EnsureCommitted();
                            model.Set(path, json);
                        }
                    }
                    Assert.Equal(
                        model.Collections,
                        store.Collections().GetAwaiter().GetResult().Select(collection => collection.Value)
                    );
                    foreach (var (query, size, after, before) in questions)
                    {
                        Ask(store, model, query.Limit(size), after, before);
                    }
                },
                iter: 200,
                threads: 2
            );
    }

    private static void Ask(IDocumentStore store, QueryModel model, DocumentQuery query, int after, int before)
    {
        if (Refusal(query) is { } refusal)
        {
            var error = Record.Exception(() => store.Query(query).GetAwaiter().GetResult());
            Assert.Equal(refusal.GetType(), error?.GetType());
            Assert.Equal(refusal.Message, error!.Message);
            return;
        }
        var all = model.Query(query);
        Assert.Equal(all, AllPaths(store, query));
        var (start, end) = (Pick(all, after), Pick(all, before));
        var within = query
            .StartAfter(start is null ? null : Cursor(store, query, start))
            .EndBefore(end is null ? null : Cursor(store, query, end))
            .Select("n.x", "y", "none");
        var documents = AllDocuments(store, within);
        Assert.Equal(model.Query(query, start, end), documents.Select(document => document.Path.Value));
        foreach (var document in documents)
        {
            var expected = model.Select(document.Path.Value, within.Fields);
            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(document.Text())), document.Text());
        }
        var figures = store
            .Aggregate(
                query,
                [
                    DocumentAggregate.Count,
                    DocumentAggregate.Sum("x"),
                    DocumentAggregate.Average("n.x"),
                    DocumentAggregate.Sum("none"),
                ]
            )
            .GetAwaiter()
            .GetResult();
        Assert.Equal(all.Count, figures[0]);
        Assert.Equal(model.Figures(query, "x").Sum, figures[1]!.Value, 9);
        var average = model.Figures(query, "n.x").Average;
        Assert.Equal(average is null, figures[2] is null);
        Assert.Equal(average ?? 0, figures[2] ?? 0, 9);
        Assert.Equal(0, figures[3]);
    }

    private static string? Pick(List<string> all, int at) => at >= 0 && at < all.Count ? all[at] : null;

    private static string Cursor(IDocumentStore store, DocumentQuery query, string path) =>
        store.CursorOf(query, store.Get(path).GetAwaiter().GetResult()!);

    // What a query is refused with, by the declarations alone.
    private static Exception? Refusal(DocumentQuery query) => Record.Exception(() => Catalogue.IndexFor(query));

    private static List<string> AllPaths(IDocumentStore store, DocumentQuery query) =>
        [.. AllDocuments(store, query).Select(document => document.Path.Value)];

    private static List<Document> AllDocuments(IDocumentStore store, DocumentQuery query)
    {
        var documents = new List<Document>();
        var page = store.Query(query).GetAwaiter().GetResult();
        documents.AddRange(page.Documents);
        while (page.Next is not null)
        {
            // A cursor that stands still must fail, and not go on for ever.
            Assert.True(documents.Count <= 1000, "There are more documents in the pages than were ever written.");
            page = store.Query(query.StartAfter(page.Next)).GetAwaiter().GetResult();
            documents.AddRange(page.Documents);
        }
        return documents;
    }
}
