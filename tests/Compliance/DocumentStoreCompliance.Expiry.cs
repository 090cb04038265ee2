using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private Task<CommitResult> CreateFor(TimeSpan life, string id, string json = "{}") =>
        Store.Commit(
            new DocumentBatch("expiring").Create(id, Json.Of(json), Json.Type, Clock.GetUtcNow() + life),
            TestContext.Current.CancellationToken
        );

    private async Task<string> Feed(string? cursor = null)
    {
        var page = await Store.ReadChanges("expiring", cursor, 1000, TestContext.Current.CancellationToken);
        return string.Join(' ', page.Changes.Select(c => $"{c.Kind}:{c.Document.Path.Id}"));
    }

    // As Feed gives it, of a feed that a late reader reads.
    private string Told(string changes) => string.Join(' ', Told(changes.Split(' '), change => change.Split(':')[1]));

    private async Task KeepHouse()
    {
        while (await Stores.KeepHouse(1000, TestContext.Current.CancellationToken) >= 1000) { }
    }

    [Fact]
    public async Task A_document_is_there_until_its_time_and_not_from_then_on()
    {
        var ct = TestContext.Current.CancellationToken;
        var until = Clock.GetUtcNow() + Minute;
        var etag = (await CreateFor(Minute, "a", """{"n":1}""")).ETags[0];
        await Store.Set("expiring/b", "{}");
        Clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Equal(until, (await Store.Get("expiring/a", ct))!.ExpiresAt);
        Assert.Equal(until, (await Store.Query(new("expiring"), ct)).Documents[0].ExpiresAt);
        Assert.Null((await Store.Get("expiring/b", ct))!.ExpiresAt);
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await Store.Get("expiring/a", ct));
        Assert.Equal([null, "b"], (await Store.GetMany("expiring", ["a", "b"], ct)).Select(d => d?.Path.Id));
        Assert.Equal("b", Assert.Single((await Store.Query(new("expiring"), ct)).Documents).Path.Id);
        Assert.Equal(1, await Store.Count(new("expiring"), ct));
        Assert.Equal("Created:b", await Feed());
        Assert.Equal(ConflictReason.NotFound, (await Store.Set("expiring/a", "{}", etag)).Conflict?.Reason);
        Assert.Equal(ConflictReason.NotFound, (await Store.Delete("expiring/a", etag, ct)).Conflict?.Reason);
        var update = await Store.Update("expiring/a", new DocumentUpdate().Set("n", 2), ct: ct);
        Assert.Equal(ConflictReason.NotFound, update.Conflict?.Reason);
        Assert.Null((await Store.Commit(new DocumentBatch("expiring").Check("a", null), ct)).Conflict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_create_over_what_has_expired_is_a_new_document(bool inBatch)
    {
        var ct = TestContext.Current.CancellationToken;
        var first = await CreateFor(Minute, "a", """{"n":1}""");
        Clock.Advance(Minute);
        var batch = new DocumentBatch("expiring").Create("a", """{"n":2}""");
        var second = await Store.Commit(inBatch ? batch.Set("b", "{}") : batch, ct);
        Assert.Null(second.Conflict);
        var document = await Store.Get("expiring/a", ct);
        Assert.Equal(Clock.GetUtcNow(), document!.CreatedAt);
        Assert.NotEqual(first.ETags[0], document.ETag);
        Assert.Null(document.ExpiresAt);
        Assert.Equal(Told(inBatch ? "Deleted:a Created:a Created:b" : "Deleted:a Created:a"), await Feed());
        Clock.Advance(Minute);
        await KeepHouse();
        Assert.Equal("""{"n":2}""", (await Store.Get("expiring/a", ct))!.Text());
    }

    [Fact]
    public async Task A_set_says_anew_when_it_expires_and_an_update_keeps_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var until = Clock.GetUtcNow() + Minute;
        await CreateFor(Minute, "a");
        await CreateFor(Minute, "b");
        await CreateFor(Minute, "c");
        await Store.Set("expiring/a", "{}");
        await Store.Update("expiring/b", new DocumentUpdate().Set("n", 1), ct: ct);
        await Store.Update("expiring/c", new DocumentUpdate().Expire(until + Minute), ct: ct);
        Assert.Null((await Store.Get("expiring/a", ct))!.ExpiresAt);
        Assert.Equal(until, (await Store.Get("expiring/b", ct))!.ExpiresAt);
        Assert.Equal(until + Minute, (await Store.Get("expiring/c", ct))!.ExpiresAt);
        await Store.Update("expiring/c", new DocumentUpdate().Expire(null), ct: ct);
        Clock.Advance(TimeSpan.FromDays(1));
        var left = await Store.Query(new("expiring"), ct);
        Assert.Equal(["a", "c"], left.Documents.Select(d => d.Path.Id));
    }

    [Fact]
    public async Task House_keeping_removes_what_has_expired_a_little_at_a_time_and_tells_the_feed()
    {
        var ct = TestContext.Current.CancellationToken;
        for (var i = 0; i < 130; i++)
        {
            await CreateFor(Minute + TimeSpan.FromSeconds(i), $"x{i:000}", $$"""{"n":{{i}}}""");
        }
        await Store.Set("expiring/stays", "{}");
        Assert.Equal(0, await Stores.KeepHouse(1000, ct));
        var cursor = (await Store.ReadChanges("expiring", null, 1000, ct)).Cursor;
        Clock.Advance(Minute + TimeSpan.FromSeconds(119));
        Assert.Equal(50, await Stores.KeepHouse(50, ct));
        var first = await Store.ReadChanges("expiring", cursor, 1000, ct);
        Assert.Equal(50, first.Changes.Count);
        Assert.All(first.Changes, c => Assert.Equal(ChangeKind.Deleted, c.Kind));
        Assert.Equal("""{"n":0}""", first.Changes[0].Document.Text());
        Assert.Equal(70, await Stores.KeepHouse(1000, ct));
        Assert.Equal(0, await Stores.KeepHouse(1000, ct));
        Assert.Equal(11, await Store.Count(new("expiring"), ct));
    }

    [Fact]
    public async Task The_feed_forgets_what_was_superseded_and_deleted_long_ago()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Set("expiring/a", """{"n":1}""");
        await Store.Set("expiring/b", "{}");
        var early = (await Store.ReadChanges("expiring", null, 1000, ct)).Cursor;
        await Store.Set("expiring/a", """{"n":2}""");
        await Store.Set("expiring/a", """{"n":3}""");
        var late = (await Store.ReadChanges("expiring", null, 1000, ct)).Cursor;
        await Store.Delete("expiring/b", ct: ct);
        var latest = (await Store.ReadChanges("expiring", null, 1000, ct)).Cursor;
        Clock.Advance(TimeSpan.FromDays(29));
        await KeepHouse();
        Assert.Equal(Told("Created:a Created:b Updated:a Updated:a Deleted:b"), await Feed());
        Clock.Advance(TimeSpan.FromDays(2));
        await KeepHouse();
        Assert.Equal("Updated:a", await Feed());
        await FeedOfTheLatest("");
        await Reopen();
        await Assert.ThrowsAsync<ChangeCursorExpiredException>(() => Feed(early));
        await Assert.ThrowsAsync<ChangeCursorExpiredException>(() => Feed(late));
        await Store.WaitForChange("expiring", late, ct);
        Assert.Equal("Updated:a", await Feed());
        Assert.Equal("""{"n":3}""", (await Store.Get("expiring/a", ct))!.Text());
        await Store.Set("expiring/a", """{"n":4}""");
        await FeedOfTheLatest("Updated:a");

        // Nothing was deleted behind it, which only a store with a history knows.
        async Task FeedOfTheLatest(string changes)
        {
            if (KeepsHistory)
            {
                Assert.Equal(changes, await Feed(latest));
            }
            else
            {
                await Assert.ThrowsAsync<ChangeCursorExpiredException>(() => Feed(latest));
            }
        }
    }

    [Fact]
    public async Task Who_begins_to_read_after_deletions_were_forgotten_reads_on_to_the_end()
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var id in new[] { "a", "b", "c" })
        {
            await Store.Set($"expiring/{id}", "{}");
        }
        await Store.Delete("expiring/c", ct: ct);
        Clock.Advance(TimeSpan.FromDays(31));
        await KeepHouse();
        var first = await Store.ReadChanges("expiring", null, 1, ct);
        Assert.Equal("a", Assert.Single(first.Changes).Document.Path.Id);
        Assert.Equal("Created:b", await Feed(first.Cursor));
        // What is deleted and forgotten while it reads, it would miss.
        await Store.Delete("expiring/a", ct: ct);
        Clock.Advance(TimeSpan.FromDays(31));
        await KeepHouse();
        await Assert.ThrowsAsync<ChangeCursorExpiredException>(() => Feed(first.Cursor));
    }
}
