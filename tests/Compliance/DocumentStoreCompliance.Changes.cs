using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    [Fact]
    public async Task The_feed_tells_every_change_in_order_with_its_state()
    {
        var ct = TestContext.Current.CancellationToken;
        var created = Clock.GetUtcNow();
        var keptUp = new List<DocumentChange>();
        string? cursor = null;
        await Then(Store.Create("invoices/i1", """{"v":1}"""));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Then(Store.Set("invoices/i1", """{"v":2}"""));
        await Then(Store.Create("invoices/i2", """{"v":1}"""));
        await Then(Store.Delete("invoices/i1", ct: ct));
        await Then(Store.Set("invoices/i1", """{"v":3}"""));
        List<(ChangeKind, string Id, string)> changes =
        [
            (ChangeKind.Created, "i1", """{"v":1}"""),
            (ChangeKind.Updated, "i1", """{"v":2}"""),
            (ChangeKind.Created, "i2", """{"v":1}"""),
            (ChangeKind.Deleted, "i1", """{"v":2}"""),
            (ChangeKind.Created, "i1", """{"v":3}"""),
        ];
        var late = (await Store.ReadChanges("invoices", null, 100, ct)).Changes;
        Assert.Equal(changes, keptUp.Select(Tuple));
        Assert.Equal(Told(changes, change => change.Id), late.Select(Tuple));
        Assert.Equal(Told(keptUp, c => c.Document.Path.Id).Select(c => c.Sequence), late.Select(c => c.Sequence));
        var sequences = keptUp.Select(c => c.Sequence).ToArray();
        Assert.Equal(sequences.Order().Distinct(), sequences);
        Assert.Equal(created, keptUp[1].Document.CreatedAt);
        Assert.Equal(created + TimeSpan.FromSeconds(1), keptUp[1].Document.UpdatedAt);
        Assert.Equal((await Store.Get("invoices/i2", ct))!.ETag, keptUp[2].Document.ETag);

        static (ChangeKind, string, string) Tuple(DocumentChange c) => (c.Kind, c.Document.Path.Id, c.Document.Text());

        async Task Then(Task<CommitResult> write)
        {
            (await write).EnsureCommitted();
            var page = await Store.ReadChanges("invoices", cursor, 100, ct);
            keptUp.AddRange(page.Changes);
            cursor = page.Cursor;
        }
    }

    [Fact]
    public async Task A_delete_of_nothing_is_no_change()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("invoices/i1", "{}");
        await Store.Delete("invoices/none", ct: ct);
        Assert.Single((await Store.ReadChanges("invoices", null, 100, ct)).Changes);
    }

    [Fact]
    public async Task An_empty_page_keeps_the_place()
    {
        var ct = TestContext.Current.CancellationToken;
        var empty = await Store.ReadChanges("invoices", null, 10, ct);
        Assert.Empty(empty.Changes);
        await Store.Create("invoices/i1", "{}");
        var first = await Store.ReadChanges("invoices", empty.Cursor, 10, ct);
        Assert.Single(first.Changes);
        var end = await Store.ReadChanges("invoices", first.Cursor, 10, ct);
        Assert.Empty(end.Changes);
        Assert.Equal(first.Cursor, end.Cursor);
        await Store.Create("invoices/i2", "{}");
        Assert.Equal(
            "i2",
            Assert.Single((await Store.ReadChanges("invoices", end.Cursor, 10, ct)).Changes).Document.Path.Id
        );
    }

    [Fact]
    public async Task The_feed_is_of_one_collection()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("invoices/i1", "{}");
        await Store.Create("payments/p1", "{}");
        var feed = await Store.ReadChanges("invoices", null, 10, ct);
        Assert.Single(feed.Changes);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadChanges("payments", feed.Cursor, 10, ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public async Task A_made_up_place_in_the_feed_is_refused(string cursor)
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.ReadChanges("invoices", cursor, 10, TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task The_limit_of_a_page_of_changes_is_checked(int limit)
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.ReadChanges("invoices", null, limit, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_page_of_changes_never_ends_inside_a_batch()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("invoices/a", "{}");
        var batch = new DocumentBatch("invoices");
        for (var i = 0; i < 100; i++)
        {
            batch.Create($"i{i:00}", "{}");
        }
        await Store.Commit(batch, ct);
        await Store.Create("invoices/z", "{}");
        var first = await Store.ReadChanges("invoices", null, 2, ct);
        Assert.Equal(101, first.Changes.Count);
        var second = await Store.ReadChanges("invoices", first.Cursor, 2, ct);
        Assert.Equal("z", Assert.Single(second.Changes).Document.Path.Id);
    }

    [Fact]
    public async Task A_reader_beside_many_writers_misses_nothing_and_sees_batches_whole()
    {
        var ct = TestContext.Current.CancellationToken;
        const int writers = 8;
        const int batches = 25;
        var seen = new List<DocumentChange>();
        async Task Write(int writer)
        {
            for (var b = 0; b < batches; b++)
            {
                // Three writes a batch: one shared by all writers, two of its own.
                var batch = new DocumentBatch("feed")
                    .Set("shared", $$"""{"by":"{{writer}}-{{b}}"}""")
                    .Create($"{writer}-{b}-x", "{}")
                    .Create($"{writer}-{b}-y", "{}");
                (await Store.Commit(batch, ct)).EnsureCommitted();
            }
        }
        var all = Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(() => Write(w), ct)));
        string? cursor = null;
        while (true)
        {
            var done = all.IsCompleted;
            var page = await Store.ReadChanges("feed", cursor, 7, ct);
            Assert.Equal(0, page.Changes.Count(c => c.Document.Path.Id != "shared") % 2);
            Assert.True(!KeepsHistory || page.Changes.Count % 3 == 0);
            seen.AddRange(page.Changes);
            cursor = page.Cursor;
            if (done && page.Changes.Count == 0)
            {
                break;
            }
        }
        await all;
        Assert.Equal(seen.Select(c => c.Sequence).Order().Distinct(), seen.Select(c => c.Sequence));
        var own = seen.Select(c => c.Document.Path.Id).Where(id => id != "shared").ToList();
        Assert.Equal(writers * batches * 2, own.Count);
        foreach (var pair in own.Chunk(2))
        {
            Assert.Equal([$"{pair[0][..^2]}-x", $"{pair[0][..^2]}-y"], pair);
        }
        Assert.Equal("shared", seen[^3].Document.Path.Id);
        if (!KeepsHistory)
        {
            return;
        }
        Assert.Equal(writers * batches * 3, seen.Count);
        foreach (var batch in seen.Chunk(3))
        {
            Assert.Equal("shared", batch[0].Document.Path.Id);
            var by = Json.Of(batch[0].Document.Text()).GetProperty("by").GetString();
            Assert.Equal([$"{by}-x", $"{by}-y"], batch[1..].Select(c => c.Document.Path.Id));
        }
    }
}
