using System.Text.Json.Nodes;
using CsCheck;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    private static readonly Gen<string> Scalars = Gen.OneOf(
        "null true false 0 1 -1 2 1.5 2.0 1e1 \"\" \"a\" \"ab\" \"b\" \"A\" \"1\" \"é\" \"ﬀ\" \"𝔘\" \"a'b\"".Split(' ')
    );

    private static readonly Gen<string> Values = Gen.Frequency(
        (8, Scalars),
        (1, Scalars.Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
        (1, Scalars.Select(value => $$"""{"z":{{value}}}"""))
    );

    // x and y are there or not, n.x lies deeper.
    private static readonly Gen<string> Contents = Gen.Select(
        Values.Null(),
        Values.Null(),
        Values.Null(),
        (x, y, deep) =>
        {
            List<string> fields = [];
            if (x is not null)
            {
                fields.Add($"\"x\":{x}");
            }
            if (y is not null)
            {
                fields.Add($"\"y\":{y}");
            }
            if (deep is not null)
            {
                fields.Add($$"""{{"\"n\""}}:{"x":{{deep}}}""");
            }
            return $"{{{string.Join(',', fields)}}}";
        }
    );

    private static readonly Gen<string> Fields = Gen.OneOf("x", "y", "n.x", "none");

    private static readonly Gen<DocumentFilter> Filters = Gen.OneOf(
            Gen.Select(
                Fields,
                Gen.OneOf(Compare.Equal, Compare.NotEqual, Compare.ArrayContains),
                Scalars,
                (field, compare, value) => (field, compare, value)
            ),
            Gen.Select(
                Fields,
                Gen.OneOf(Compare.Less, Compare.LessOrEqual, Compare.Greater, Compare.GreaterOrEqual),
                Scalars.Where(value => value != "null"),
                (field, compare, value) => (field, compare, value)
            ),
            Gen.Select(
                Fields,
                Scalars.Array[0, 4],
                (field, values) => (field, Compare.In, $"[{string.Join(',', values)}]")
            ),
            Gen.Select(
                Fields,
                Scalars.Where(value => value.StartsWith('"')),
                (field, value) => (field, Compare.Prefix, value)
            )
        )
        .Select(f => new DocumentFilter(f.Item1, f.Item2, JsonNode.Parse(f.Item3)));

    private static readonly Gen<DocumentOrder> Orders = Gen.Select(
        Fields,
        Gen.Bool,
        (field, descending) => new DocumentOrder(field, descending)
    );

    private static readonly Gen<(int Id, int Verb, string Json, int Match)[]> Batches = Gen.Select(
            Gen.Int[0, 11],
            Gen.Int[0, 5],
            Contents,
            Gen.Int[0, 3],
            (id, verb, json, match) => (id, verb, json, match)
        )
        .Array[1, 8]
        .Select(operations => operations.DistinctBy(o => o.id).ToArray());

    private static int _tenants;

    [Fact]
    public void Any_history_and_any_query_agree_with_the_model()
    {
        Gen.Select(Batches.Array[1, 10], Gen.Select(Filters.Array[0, 2], Orders.Array[0, 2], Gen.Int[1, 5]).Array[1, 5])
            .Sample(
                (batches, queries) =>
                {
                    var store = Stores.ForTenant($"p{Interlocked.Increment(ref _tenants)}");
                    var model = new DocumentModel();
                    foreach (var batch in batches)
                    {
                        Commit(store, model, batch);
                    }
                    for (var id = 0; id < 12; id++)
                    {
                        var stored = store.Get($"p/d{id}").GetAwaiter().GetResult();
                        Assert.Equal(model.Get($"d{id}"), stored is null ? null : (stored.Text(), stored.ETag));
                    }
                    foreach (var (filters, order, size) in queries)
                    {
                        var query = new DocumentQuery("p")
                        {
                            Filters = filters,
                            Order = order,
                            PageSize = size,
                        };
                        if (Refusal(query) is not null)
                        {
                            continue;
                        }
                        var expected = model.Query(filters, order);
                        Assert.Equal(expected, AllIds(store, query));
                        Assert.Equal(expected.Count, store.Count(query).GetAwaiter().GetResult());
                    }
                    Assert.Equal(Told(model.Changes, change => change.Id), AllChanges(store));
                },
                iter: 150,
                threads: 2
            );
    }

    private static void Commit(
        IDocumentStore store,
        DocumentModel model,
        (int Id, int Verb, string Json, int Match)[] operations
    )
    {
        var batch = new DocumentBatch("p");
        foreach (var (number, verb, json, match) in operations)
        {
            var id = $"d{number}";
            // Mostly none, else the right one or a wrong one.
            var etag = match switch
            {
                0 => model.Get(id)?.ETag,
                1 when verb == 5 => "wrong",
                _ => null,
            };
            _ = verb switch
            {
                0 when model.Get(id) is null || match == 3 => batch.Create(id, json),
                <= 3 => batch.Set(id, json, etag),
                _ => batch.Delete(id, etag),
            };
        }
        var expected = model.Check(batch.Operations);
        var result = store.Commit(batch).GetAwaiter().GetResult();
        Assert.Equal(expected, result.Conflict);
        if (expected is null)
        {
            model.Apply(batch.Operations, result.ETags);
        }
    }

    private static List<string> AllIds(IDocumentStore store, DocumentQuery query)
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = store.Query(query.StartAfter(after)).GetAwaiter().GetResult();
            ids.AddRange(page.Documents.Select(d => d.Path.Id));
            after = page.Next;
        } while (after is not null);
        return ids;
    }

    private static List<(ChangeKind, string, string)> AllChanges(IDocumentStore store)
    {
        var changes = new List<(ChangeKind, string, string)>();
        string? cursor = null;
        while (true)
        {
            var page = store.ReadChanges("p", cursor, 3).GetAwaiter().GetResult();
            if (page.Changes.Count == 0)
            {
                return changes;
            }
            changes.AddRange(page.Changes.Select(c => (c.Kind, c.Document.Path.Id, c.Document.Text())));
            cursor = page.Cursor;
        }
    }
}
