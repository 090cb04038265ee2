using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    [Fact]
    public async Task An_update_changes_single_fields_and_keeps_every_digit_of_the_others()
    {
        var ct = TestContext.Current.CancellationToken;
        var created = Clock.GetUtcNow();
        var first = await Store.Create(
            "invoices/i1",
            """{"total":12345678901234567890.10,"n":{"k":1.50},"tags":["a"]}"""
        );
        Clock.Advance(TimeSpan.FromMinutes(1));
        var update = new DocumentUpdate()
            .Set("status", "paid")
            .Increment("n.k", 0.25m)
            .ArrayUnion("tags", "a", "b")
            .ServerTime("at");
        var second = await Store.Update("invoices/i1", update, first.ETags[0], ct);
        var document = (await Store.Get("invoices/i1", ct))!;
        Assert.Equal(
            """{"total":12345678901234567890.10,"n":{"k":1.75},"tags":["a","b"],"status":"paid","at":"""
                + $"\"{Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffffff}Z\"}}",
            document.Text()
        );
        Assert.Equal(Assert.Single(second.ETags), document.ETag);
        Assert.NotEqual(first.ETags[0], document.ETag);
        Assert.Equal((created, Clock.GetUtcNow()), (document.CreatedAt, document.UpdatedAt));
        var change = (await Store.ReadChanges("invoices", null, 10, ct)).Changes[^1];
        Assert.Equal((ChangeKind.Updated, document.Text()), (change.Kind, change.Document.Text()));
    }

    [Fact]
    public async Task An_update_of_nothing_or_of_another_version_is_a_conflict()
    {
        var ct = TestContext.Current.CancellationToken;
        var update = new DocumentUpdate().Set("v", 2);
        var missing = await Store.Update("invoices/i1", update, ct: ct);
        Assert.Equal(new CommitConflict("i1", ConflictReason.NotFound), missing.Conflict);
        await Store.Create("invoices/i1", """{"v":1}""");
        var stale = await Store.Update("invoices/i1", update, "wrong", ct);
        Assert.Equal(new CommitConflict("i1", ConflictReason.ETagMismatch), stale.Conflict);
        Assert.Equal("""{"v":1}""", (await Store.Get("invoices/i1", ct))!.Text());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22.23.24.25.26.27.28.29.30.31.32.33")]
    public async Task A_field_that_is_none_is_refused_before_anything_is_written(string field)
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("invoices/i1", "{}");
        var batch = new DocumentBatch("invoices").Create("i2", "{}").Update("i1", new DocumentUpdate().Set(field, 1));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.Commit(batch, ct));
        Assert.Contains("invoices/i1", error.Message, StringComparison.Ordinal);
        Assert.Null(await Store.Get("invoices/i2", ct));
    }

    [Fact]
    public async Task A_sum_that_no_decimal_holds_fails_the_batch_and_no_other()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("invoices/i1", """{"n":79228162514264337593543950335}""");
        var batch = new DocumentBatch("invoices")
            .Create("i2", "{}")
            .Update("i1", new DocumentUpdate().Increment("n", 1));
        var others = Enumerable.Range(0, 5).Select(i => Store.Create($"invoices/o{i}", "{}")).ToArray();
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Commit(batch, ct));
        Assert.All(await Task.WhenAll(others), result => Assert.Null(result.Conflict));
        Assert.Null(await Store.Get("invoices/i2", ct));
    }

    [Fact]
    public async Task An_update_makes_no_document_larger_than_documents_are()
    {
        var ct = TestContext.Current.CancellationToken;
        var half = new string('x', DocumentBatch.MaxBytes / 2);
        await Store.Create("files/f1", $$"""{"a":"{{half}}"}""");
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Update("files/f1", new DocumentUpdate().Set("b", half), ct: ct)
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Update("files/f1", new DocumentUpdate().Set("a", half + half), ct: ct)
        );
        Assert.Equal(half.Length + 8, (await Store.Get("files/f1", ct))!.Content.Length);
    }

    [Fact]
    public async Task Counters_of_many_writers_lose_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("counters/c", """{"n":0.0}""");
        await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(_ =>
                    Task.Run(() => Store.Update("counters/c", new DocumentUpdate().Increment("n", 0.1m), ct: ct), ct)
                )
        );
        Assert.Equal("""{"n":5.0}""", (await Store.Get("counters/c", ct))!.Text());
    }

    [Fact]
    public async Task A_check_demands_what_is_there_and_writes_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var etag = (await Store.Create("invoices/i1", "{}")).ETags[0];
        var before = await Store.ReadChanges("invoices", null, 10, ct);
        var good = new DocumentBatch("invoices").Check("i1", etag).Check("i2", null);
        Assert.Equal([null, null], (await Store.Commit(good, ct)).EnsureCommitted().ETags);
        Assert.Equal(etag, (await Store.Get("invoices/i1", ct))!.ETag);
        Assert.Empty((await Store.ReadChanges("invoices", before.Cursor, 10, ct)).Changes);

        async Task<ConflictReason?> Refused(string id, string? ifMatch)
        {
            var result = await Store.Commit(new DocumentBatch("invoices").Set("new", "{}").Check(id, ifMatch), ct);
            Assert.Null(await Store.Get("invoices/new", ct));
            return result.Conflict?.Reason;
        }
        Assert.Equal(ConflictReason.AlreadyExists, await Refused("i1", null));
        Assert.Equal(ConflictReason.ETagMismatch, await Refused("i1", "wrong"));
        Assert.Equal(ConflictReason.NotFound, await Refused("i2", "wrong"));

        var mixed = await Store.Commit(new DocumentBatch("invoices").Check("i1", etag).Create("i2", "{}"), ct);
        Assert.Null(mixed.EnsureCommitted().ETags[0]);
        Assert.Equal((await Store.Get("invoices/i2", ct))!.ETag, mixed.ETags[1]);
    }

    [Fact]
    public async Task Checks_count_as_operations_and_an_id_occurs_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var batch = new DocumentBatch("invoices");
        for (var i = 0; i < 101; i++)
        {
            batch.Check($"i{i}", null);
        }
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Commit(batch, ct));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Commit(new DocumentBatch("invoices").Check("i1", null).Create("i1", "{}"), ct)
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Commit(new DocumentBatch("invoices").Update("i1", new DocumentUpdate().Set("a", 1)).Delete("i1"), ct)
        );
    }

    [Fact]
    public async Task No_writing_verb_reaches_another_tenant()
    {
        var ct = TestContext.Current.CancellationToken;
        var etag = (await Store.Create("invoices/i1", """{"owner":"t1"}""")).ETags[0]!;
        var other = Stores.ForTenant("t2");
        var update = new DocumentUpdate().Set("owner", "t2");
        Assert.Equal(ConflictReason.NotFound, (await other.Update("invoices/i1", update, ct: ct)).Conflict?.Reason);
        Assert.Equal(ConflictReason.NotFound, (await other.Update("invoices/i1", update, etag, ct)).Conflict?.Reason);
        Assert.Equal(ConflictReason.NotFound, (await other.Set("invoices/i1", "{}", etag)).Conflict?.Reason);
        Assert.Equal(ConflictReason.NotFound, (await other.Delete("invoices/i1", etag, ct)).Conflict?.Reason);
        var check = await other.Commit(new DocumentBatch("invoices").Check("i1", etag), ct);
        Assert.Equal(ConflictReason.NotFound, check.Conflict?.Reason);
        Assert.Null((await other.Commit(new DocumentBatch("invoices").Check("i1", null), ct)).Conflict);
        await other.Delete("invoices/i1", ct: ct);
        await other.Set("invoices/i1", """{"owner":"t2"}""");
        await other.Update("invoices/i1", update.Expire(Clock.GetUtcNow()), ct: ct);
        await Stores.KeepHouse(100, ct);
        var mine = await Store.Get("invoices/i1", ct);
        Assert.Equal((etag, """{"owner":"t1"}"""), (mine!.ETag, mine.Text()));
        Assert.Single((await Store.ReadChanges("invoices", null, 10, ct)).Changes);
    }
}
