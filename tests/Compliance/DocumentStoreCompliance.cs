using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What every document store must do. A store's test class inherits it and says how the store is opened.</summary>
public abstract partial class DocumentStoreCompliance
{
    protected abstract IDocumentStores Stores { get; }

    protected abstract IMessageQueue Queue { get; }

    protected abstract ManualTimeProvider Clock { get; }

    /// <summary>
    /// Whether the change feed tells a late reader every change, and not of several of one document the last alone; a document that was only
    /// checked is then told again as it was. Who keeps up hears of every change from every store.
    /// </summary>
    protected virtual bool KeepsHistory => true;

    /// <summary>What a late reader is told of these changes.</summary>
    private IEnumerable<T> Told<T>(IEnumerable<T> changes, Func<T, string> id) =>
        KeepsHistory ? changes : changes.Reverse().DistinctBy(id).Reverse();

    /// <summary>Closes and opens the store again, over the same data.</summary>
    protected abstract Task Reopen();

    private IDocumentStore Store => Stores.ForTenant("t1");

    [Fact]
    public async Task A_created_document_is_read_back_with_times_and_etag()
    {
        var result = await Store.Create("invoices/i1", """{"total":"10.00"}""");
        var document = await Store.Get("invoices/i1", TestContext.Current.CancellationToken);
        Assert.NotNull(document);
        Assert.Equal("invoices/i1", document.Path.Value);
        Assert.Equal("""{"total":"10.00"}""", document.Text());
        Assert.Equal(Assert.Single(result.ETags), document.ETag);
        Assert.Equal(Clock.GetUtcNow(), document.CreatedAt);
        Assert.Equal(Clock.GetUtcNow(), document.UpdatedAt);
    }

    [Fact]
    public async Task What_was_never_written_is_null()
    {
        Assert.Null(await Store.Get("invoices/none", TestContext.Current.CancellationToken));
        await Store.Create("invoices/i1", "{}");
        Assert.Null(await Store.Get("invoices/none", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_write_over_keeps_the_time_of_creation_and_changes_the_etag()
    {
        var created = Clock.GetUtcNow();
        var first = await Store.Set("invoices/i1", """{"v":1}""");
        Clock.Advance(TimeSpan.FromMinutes(3));
        var second = await Store.Set("invoices/i1", """{"v":1}""");
        var document = await Store.Get("invoices/i1", TestContext.Current.CancellationToken);
        Assert.Equal(created, document!.CreatedAt);
        Assert.Equal(created + TimeSpan.FromMinutes(3), document.UpdatedAt);
        Assert.NotEqual(first.ETags[0], second.ETags[0]);
        Assert.Equal(second.ETags[0], document.ETag);
    }

    [Fact]
    public async Task Every_digit_comes_out_as_it_went_in()
    {
        const string json = """
            {"a":1.10,"b":0.1000000000000000055511151231257827021181583404541015625,"c":123456789012345678901234567890,"d":1E400,"e":-0.0,"f":1e2}
            """;
        await Store.Create("numbers/n1", json);
        await Store.Set("numbers/n1", json);
        var document = await Store.Get("numbers/n1", TestContext.Current.CancellationToken);
        Assert.Equal(json, document!.Text());
        var page = await Store.Query(new DocumentQuery("numbers").OrderBy("c"), TestContext.Current.CancellationToken);
        Assert.Equal(json, Assert.Single(page.Documents).Text());
        var changes = await Store.ReadChanges("numbers", null, 10, TestContext.Current.CancellationToken);
        Assert.All(changes.Changes, change => Assert.Equal(json, change.Document.Text()));
    }

    [Fact]
    public async Task Creating_what_exists_is_a_conflict_that_names_the_document()
    {
        await Store.Create("invoices/i1", """{"v":1}""");
        var result = await Store.Create("invoices/i1", """{"v":2}""");
        Assert.Equal(new CommitConflict("i1", ConflictReason.AlreadyExists), result.Conflict);
        Assert.Equal("""{"v":1}""", (await Store.Get("invoices/i1", TestContext.Current.CancellationToken))!.Text());
    }

    [Fact]
    public async Task A_stale_etag_is_a_conflict_and_the_current_one_is_not()
    {
        var first = await Store.Create("invoices/i1", """{"v":1}""");
        var second = await Store.Set("invoices/i1", """{"v":2}""", first.ETags[0]);
        Assert.Null(second.Conflict);
        var stale = await Store.Set("invoices/i1", """{"v":3}""", first.ETags[0]);
        Assert.Equal(new CommitConflict("i1", ConflictReason.ETagMismatch), stale.Conflict);
        var deletion = await Store.Delete("invoices/i1", first.ETags[0], TestContext.Current.CancellationToken);
        Assert.Equal(new CommitConflict("i1", ConflictReason.ETagMismatch), deletion.Conflict);
        Assert.Equal("""{"v":2}""", (await Store.Get("invoices/i1", TestContext.Current.CancellationToken))!.Text());
    }

    [Fact]
    public async Task An_etag_demanded_of_nothing_is_a_conflict()
    {
        var result = await Store.Set("invoices/i1", "{}", "abc");
        Assert.Equal(new CommitConflict("i1", ConflictReason.NotFound), result.Conflict);
        var deletion = await Store.Delete("invoices/i1", "abc", TestContext.Current.CancellationToken);
        Assert.Equal(new CommitConflict("i1", ConflictReason.NotFound), deletion.Conflict);
    }

    [Fact]
    public async Task The_etag_of_a_deleted_document_does_not_fit_its_successor()
    {
        var first = await Store.Create("invoices/i1", "{}");
        await Store.Delete("invoices/i1", ct: TestContext.Current.CancellationToken);
        await Store.Create("invoices/i1", "{}");
        var stale = await Store.Set("invoices/i1", """{"v":1}""", first.ETags[0]);
        Assert.Equal(ConflictReason.ETagMismatch, stale.Conflict?.Reason);
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_no_conflict()
    {
        var result = await Store.Delete("invoices/none", ct: TestContext.Current.CancellationToken);
        Assert.Null(result.Conflict);
        Assert.Null(Assert.Single(result.ETags));
    }

    [Fact]
    public async Task A_batch_with_one_conflict_writes_nothing()
    {
        await Store.Create("invoices/taken", """{"v":1}""");
        var batch = new DocumentBatch("invoices")
            .Set("new", """{"v":1}""")
            .Set("taken", """{"v":2}""")
            .Create("taken2", "{}")
            .Delete("gone", ifMatch: "x");
        var result = await Store.Commit(batch, TestContext.Current.CancellationToken);
        Assert.Equal(new CommitConflict("gone", ConflictReason.NotFound), result.Conflict);
        Assert.Empty(result.ETags);
        Assert.Null(await Store.Get("invoices/new", TestContext.Current.CancellationToken));
        Assert.Equal("""{"v":1}""", (await Store.Get("invoices/taken", TestContext.Current.CancellationToken))!.Text());
        var feed = await Store.ReadChanges("invoices", null, 100, TestContext.Current.CancellationToken);
        Assert.Single(feed.Changes);
    }

    [Fact]
    public async Task A_batch_gives_the_etags_in_the_order_of_its_operations()
    {
        await Store.Create("invoices/old", "{}");
        var batch = new DocumentBatch("invoices").Create("b", "{}").Delete("old").Set("a", "{}");
        var result = await Store.Commit(batch, TestContext.Current.CancellationToken);
        var found = await Store.GetMany("invoices", ["b", "old", "a"], TestContext.Current.CancellationToken);
        Assert.Equal(found.Select(d => d?.ETag), result.ETags);
        Assert.Null(found[1]);
    }

    [Fact]
    public async Task An_empty_batch_is_a_success()
    {
        var result = await Store.Commit(new DocumentBatch("invoices"), TestContext.Current.CancellationToken);
        Assert.Null(result.Conflict);
        Assert.Empty(result.ETags);
    }

    [Fact]
    public async Task A_batch_holds_a_hundred_operations_and_no_more()
    {
        var batch = new DocumentBatch("invoices");
        for (var i = 0; i < DocumentBatch.MaxOperations; i++)
        {
            batch.Create($"i{i}", "{}");
        }
        Assert.Null((await Store.Commit(batch, TestContext.Current.CancellationToken)).Conflict);
        batch.Delete("one-more");
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Commit(batch, TestContext.Current.CancellationToken)
        );
        Assert.Contains("101", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_count_as_operations()
    {
        var batch = new DocumentBatch("invoices");
        for (var i = 0; i < 60; i++)
        {
            batch.Create($"i{i}", "{}").Send(new("q", $"m{i}", "t1", "{}"u8.ToArray()));
        }
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Commit(batch, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_largest_document_fits_and_a_byte_more_does_not()
    {
        static string Padded(int bytes) => $$"""{"x":"{{new string('x', bytes - 8)}}"}""";
        Assert.Null((await Store.Create("files/f1", Padded(DocumentBatch.MaxBytes))).Conflict);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Create("files/f2", Padded(DocumentBatch.MaxBytes + 1)));
        var most = new DocumentBatch("files");
        for (var i = 0; i < DocumentBatch.MaxOperations; i++)
        {
            most.Create($"m{i:00}", Padded(DocumentBatch.MaxBytes / DocumentBatch.MaxOperations));
        }
        Assert.Null((await Store.Commit(most, TestContext.Current.CancellationToken)).Conflict);
        var half = Padded((DocumentBatch.MaxBytes / 2) + 1);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Commit(
                new DocumentBatch("files").Create("a", half).Create("b", half),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Null(await Store.Get("files/a", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_id_twice_in_a_batch_is_refused()
    {
        var batch = new DocumentBatch("invoices").Create("i1", "{}").Set("i1", """{"v":2}""");
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Commit(batch, TestContext.Current.CancellationToken)
        );
        Assert.Contains("'i1'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public async Task Only_objects_are_documents(string json)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Create("invoices/i1", json));
    }

    [Fact]
    public async Task GetMany_keeps_the_order_and_says_null_for_the_missing()
    {
        await Store.Create("invoices/a", """{"v":"a"}""");
        await Store.Create("invoices/b", """{"v":"b"}""");
        var found = await Store.GetMany("invoices", ["b", "x", "a", "b"], TestContext.Current.CancellationToken);
        Assert.Equal(["b", null, "a", "b"], found.Select(d => d?.Path.Id));
        Assert.Empty(await Store.GetMany("invoices", [], TestContext.Current.CancellationToken));
        Assert.Equal([null], await Store.GetMany("elsewhere", ["a"], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.GetMany("invoices", [.. Enumerable.Repeat("a", 1001)], TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Collections_below_documents_are_their_own()
    {
        await Store.Create("integrations/i1/records/r1", """{"v":1}""");
        await Store.Create("integrations/i2/records/r1", """{"v":2}""");
        await Store.Create("records/r1", """{"v":3}""");
        var page = await Store.Query(
            new DocumentQuery("integrations/i1/records"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal("""{"v":1}""", Assert.Single(page.Documents).Text());
        Assert.Equal(0, await Store.Count(new("integrations"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_verb_reaches_another_tenant()
    {
        var ct = TestContext.Current.CancellationToken;
        var other = Stores.ForTenant("t2");
        var mine = await Store.Create("invoices/i1", """{"owner":"t1"}""");
        var first = await Store.Query(new DocumentQuery("invoices").Limit(1), ct);
        Assert.Null(await other.Get("invoices/i1", ct));
        Assert.Equal([null], await other.GetMany("invoices", ["i1"], ct));
        Assert.Empty((await other.Query(new("invoices"), ct)).Documents);
        Assert.Equal(0, await other.Count(new("invoices"), ct));
        Assert.Empty((await other.ReadChanges("invoices", null, 10, ct)).Changes);
        Assert.Equal(ConflictReason.NotFound, (await other.Set("invoices/i1", "{}", mine.ETags[0])).Conflict?.Reason);
        Assert.Equal(ConflictReason.NotFound, (await other.Delete("invoices/i1", mine.ETags[0], ct)).Conflict?.Reason);
        await other.Delete("invoices/i1", ct: ct);
        Assert.Null((await other.Create("invoices/i1", """{"owner":"t2"}""")).Conflict);
        Assert.Equal("""{"owner":"t1"}""", (await Store.Get("invoices/i1", ct))!.Text());
        Assert.Single((await Store.ReadChanges("invoices", null, 10, ct)).Changes);
        Assert.Null(first.Next);
    }

    [Fact]
    public async Task Cursors_of_one_tenant_are_refused_by_another()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("invoices/a", "{}");
        await Store.Create("invoices/b", "{}");
        var query = new DocumentQuery("invoices").Limit(1);
        var page = await Store.Query(query, ct);
        var feed = await Store.ReadChanges("invoices", null, 1, ct);
        var other = Stores.ForTenant("t2");
        await Assert.ThrowsAsync<ArgumentException>(() => other.Query(query.StartAfter(page.Next), ct));
        await Assert.ThrowsAsync<ArgumentException>(() => other.ReadChanges("invoices", feed.Cursor, 1, ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    public void A_tenant_is_one_segment_of_a_path(string tenantId)
    {
        Assert.Throws<ArgumentException>(() => Stores.ForTenant(tenantId));
    }

    [Fact]
    public async Task Messages_of_a_committed_batch_are_sent()
    {
        var ct = TestContext.Current.CancellationToken;
        var batch = new DocumentBatch("invoices")
            .Create("i1", "{}")
            .Send(new("events", "m1", "t1", """{"n":1}"""u8.ToArray()));
        await Store.Commit(batch, ct);
        var message = Assert.Single(await Queue.Receive("events", 10, TimeSpan.FromMinutes(1), ct));
        Assert.Equal(("m1", "t1"), (message.Id, message.TenantId));
        Assert.Equal("""{"n":1}"""u8, message.Body.Span);
    }

    [Fact]
    public async Task A_batch_of_messages_alone_is_sent()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Commit(new DocumentBatch("invoices").Send(new("events", "m1", "t1", "{}"u8.ToArray())), ct);
        Assert.Single(await Queue.Receive("events", 10, TimeSpan.FromMinutes(1), ct));
    }

    [Fact]
    public async Task Messages_of_a_refused_batch_are_not_sent()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("invoices/i1", "{}");
        var batch = new DocumentBatch("invoices").Create("i1", "{}").Send(new("events", "m1", "t1", "{}"u8.ToArray()));
        Assert.NotNull((await Store.Commit(batch, ct)).Conflict);
        Assert.Empty(await Queue.Receive("events", 10, TimeSpan.FromMinutes(1), ct));
    }

    [Fact]
    public async Task A_batch_sends_no_message_for_another_tenant()
    {
        var batch = new DocumentBatch("invoices").Create("i1", "{}").Send(new("events", "m1", "t2", "{}"u8.ToArray()));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Commit(batch, TestContext.Current.CancellationToken));
        Assert.Null(await Store.Get("invoices/i1", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_two_writers_with_the_same_etag_one_wins()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("counters/c", """{"n":0}""");
        async Task Add()
        {
            while (true)
            {
                var read = (await Store.Get("counters/c", ct))!;
                var next = Json.Of(read.Text()).GetProperty("n").GetInt32() + 1;
                if ((await Store.Set("counters/c", $$"""{"n":{{next}}}""", read.ETag)).Conflict is null)
                {
                    return;
                }
            }
        }
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(Add, ct)));
        Assert.Equal("""{"n":40}""", (await Store.Get("counters/c", ct))!.Text());
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        var ct = TestContext.Current.CancellationToken;
        for (var i = 0; i < 5; i++)
        {
            await Store.Create($"invoices/i{i}", $$"""{"n":{{i}}}""");
        }
        await Store.Set("invoices/i0", """{"n":9}""");
        var query = new DocumentQuery("invoices").OrderBy("n", descending: true).Limit(2);
        var before = await Store.Get("invoices/i3", ct);
        var page = await Store.Query(query, ct);
        var feed = await Store.ReadChanges("invoices", null, 4, ct);
        await Reopen();
        var after = await Store.Get("invoices/i3", ct);
        Assert.Equal(before! with { Content = default }, after! with { Content = default });
        Assert.Equal(before.Text(), after.Text());
        var next = await Store.Query(query.StartAfter(page.Next), ct);
        Assert.Equal(["i3", "i2"], next.Documents.Select(d => d.Path.Id));
        var rest = await Store.ReadChanges("invoices", feed.Cursor, 10, ct);
        Assert.Equal(KeepsHistory ? ["i4", "i0"] : ["i0"], rest.Changes.Select(c => c.Document.Path.Id));
        var etag = (await Store.Set("invoices/i3", """{"n":3}""")).ETags[0];
        Assert.NotEqual(before.ETag, etag);
    }
}
