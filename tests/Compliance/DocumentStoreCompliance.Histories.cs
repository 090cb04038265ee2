using CsCheck;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    // A verb, an id, a number for content and expiry, and which etag is demanded: 0 the right one, 1 a wrong one, else none.
    private static readonly Gen<(DocumentVerb Verb, int Id, int Number, int Match)[]> Steps = Gen.Select(
            Gen.Enum<DocumentVerb>(),
            Gen.Int[0, 5],
            Gen.Int[0, 6],
            Gen.Int[0, 6],
            (verb, id, number, match) => (verb, id, number, match)
        )
        .Array[1, 5]
        .Select(steps => steps.DistinctBy(step => step.id).ToArray());

    [Fact]
    public void Any_history_of_writes_expiry_and_house_keeping_agrees_with_the_model()
    {
        var tenant = 0;
        Gen.Select(Steps, Gen.Int[0, 3], Gen.Bool)
            .Array[1, 25]
            .Sample(
                history =>
                {
                    var store = Stores.ForTenant($"h{++tenant}");
                    var model = new HistoryModel();
                    foreach (var (steps, minutes, keepsHouse) in history)
                    {
                        Clock.Advance(TimeSpan.FromMinutes(minutes));
                        model.Now = Clock.GetUtcNow();
                        Write(store, model, steps);
                        if (keepsHouse)
                        {
                            Stores.KeepHouse(1_000_000).GetAwaiter().GetResult();
                            model.KeepHouse();
                        }
                        Agree(store, model);
                    }
                },
                // One clock for all: one after the other.
                iter: 60,
                threads: 1
            );
    }

    private static void Write(
        IDocumentStore store,
        HistoryModel model,
        (DocumentVerb Verb, int Id, int Number, int Match)[] steps
    )
    {
        var batch = new DocumentBatch("history");
        foreach (var (verb, number, n, match) in steps)
        {
            var id = $"d{number}";
            var etag =
                match == 0 ? model.Get(id)?.ETag
                : match == 1 ? "wrong"
                : null;
            // Distinct times, so that house-keeping's order is known.
            DateTimeOffset? expires = n < 3 ? null : model.Now + TimeSpan.FromSeconds((60 * (n - 3)) + number);
            var content = Json.Of($$"""{"n":{{n}}.50}""");
            _ = verb switch
            {
                DocumentVerb.Create => batch.Create(id, content, Json.Type, expires),
                DocumentVerb.Set => batch.Set(id, content, Json.Type, etag, expires),
                DocumentVerb.Delete => batch.Delete(id, etag),
                DocumentVerb.Check => batch.Check(id, etag),
                _ => batch.Update(id, Change(n, expires), etag),
            };
        }
        var result = store.Commit(batch).GetAwaiter().GetResult();
        Assert.Equal(model.Check(batch.Operations), result.Conflict);
        if (result.Conflict is null)
        {
            Assert.Equal(
                batch.Operations.Select(o => o.Verb is not (DocumentVerb.Delete or DocumentVerb.Check)),
                result.ETags.Select(etag => etag is not null)
            );
            model.Apply(batch.Operations, result.ETags);
        }
    }

    private static DocumentUpdate Change(int n, DateTimeOffset? expires)
    {
        var update = new DocumentUpdate().Increment("n", n).ServerTime("at");
        return n % 2 == 0 ? update.Expire(expires) : update;
    }

    private void Agree(IDocumentStore store, HistoryModel model)
    {
        var ids = Enumerable.Range(0, 6).Select(i => $"d{i}").ToArray();
        var stored = store.GetMany("history", ids).GetAwaiter().GetResult();
        Assert.Equal(
            ids.Select(model.Get),
            stored.Select(d =>
                d is null
                    ? ((string, string, DateTimeOffset, DateTimeOffset?)?)null
                    : (d.Text(), d.ETag, d.CreatedAt, d.ExpiresAt)
            )
        );
        var living = store.Query(new("history")).GetAwaiter().GetResult().Documents.Select(d => d.Path.Id);
        Assert.Equal(ids.Where(id => model.Get(id) is not null), living);
        var changes = new List<(ChangeKind, string, string)>();
        string? cursor = null;
        while (store.ReadChanges("history", cursor, 4).GetAwaiter().GetResult() is { Changes.Count: > 0 } page)
        {
            changes.AddRange(page.Changes.Select(c => (c.Kind, c.Document.Path.Id, c.Document.Text())));
            cursor = page.Cursor;
        }
        Assert.Equal(KeepsHistory ? model.Feed : model.Latest, changes);
    }
}
