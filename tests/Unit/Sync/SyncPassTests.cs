using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Sync;

namespace IntegrationFunctions.Tests.Unit.Sync;

public sealed class SyncPassTests : IAsyncDisposable
{
    private readonly PassFixture _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Added_updated_unchanged_and_deleted_are_counted_exactly()
    {
        var source = new FakeSource();
        source.Fill(10);
        AssertFigures(await _bench.Run("int", "run1", source.Fetch), seen: 10, added: 10);

        source.Put(FakeSource.Key(2), "changed");
        source.Put("zzz", "new");
        source.Records.Remove(FakeSource.Key(5));
        source.Records.Remove(FakeSource.Key(9));
        AssertFigures(await _bench.Run("int", "run2", source.Fetch), 9, added: 1, updated: 1, unchanged: 7, deleted: 2);

        AssertFigures(await _bench.Run("int", "run3", source.Fetch), 9, unchanged: 9);
        await AssertMirrors("int", source);
        Assert.Equal(14, (await _bench.Feed("int")).Count);
    }

    [Fact]
    public async Task A_record_that_comes_back_is_added_again()
    {
        var source = new FakeSource();
        source.Fill(4);
        await _bench.Run("int", "run1", source.Fetch);
        source.Records.Remove(FakeSource.Key(1));
        await _bench.Run("int", "run2", source.Fetch);
        source.Put(FakeSource.Key(1), "v1", 0.01m);
        AssertFigures(await _bench.Run("int", "run3", source.Fetch), 4, added: 1, unchanged: 3);
        source.Put(FakeSource.Key(1), "again", 0.01m);
        AssertFigures(await _bench.Run("int", "run4", source.Fetch), 4, updated: 1, unchanged: 3);

        Assert.Equal(
            [RecordChangeKind.Added, RecordChangeKind.Deleted, RecordChangeKind.Added, RecordChangeKind.Updated],
            (await _bench.Feed("int")).Where(c => c.Record.Key == FakeSource.Key(1)).Select(c => c.Kind)
        );
        await AssertMirrors("int", source);
    }

    [Theory]
    [InlineData(500, 500, 10)]
    [InlineData(2000, 2000, 10)]
    [InlineData(2000, 500, 10)]
    [InlineData(60, 60, 100_000)]
    public async Task Pages_larger_than_a_batch_are_stored_whole_and_so_are_their_deletions(
        int count,
        int pageSize,
        int bytes
    )
    {
        var source = new FakeSource(pageSize);
        source.Fill(count, i => new string((char)('a' + (i % 26)), bytes));
        AssertFigures(await _bench.Run("int", "run1", source.Fetch), count, added: count);
        AssertFigures(await _bench.Run("int", "run2", source.Fetch), count, unchanged: count);
        await AssertMirrors("int", source);

        source.Records.Clear();
        AssertFigures(await _bench.Run("int", "run3", source.Fetch), 0, deleted: count);
        Assert.Empty(await _bench.Live("int"));
        Assert.Empty(await _bench.Leftovers("int"));
    }

    [Fact]
    public async Task A_list_of_very_long_keys_fits_beside_large_records()
    {
        var source = new FakeSource(5000);
        for (var i = 0; i < 5000; i++)
        {
            source.Put(FakeSource.Key(i).PadRight(255, 'k'), "v");
        }
        source.Put("large", new string('x', 800_000));
        AssertFigures(await _bench.Run("int", "run1", source.Fetch), 5001, added: 5001);
        AssertFigures(await _bench.Run("int", "run2", source.Fetch), 5001, unchanged: 5001);
    }

    [Fact]
    public async Task A_record_that_is_too_large_is_named_and_the_others_are_stored()
    {
        var source = new FakeSource(4);
        source.Fill(6);
        await _bench.Run("int", "run1", source.Fetch);
        source.Put(FakeSource.Key(3), new string('x', 1_100_000));
        source.Put("huge", new string('y', 1_100_000));
        source.Put("zzz", "new");

        var progress = await _bench.Run("int", "run2", source.Fetch);

        Assert.Equal(2, progress.Refused);
        Assert.Equal([FakeSource.Key(3), "huge"], progress.Refusals.Select(r => r.Key));
        Assert.All(progress.Refusals, r => Assert.Equal("record-too-large", r.Code));
        Assert.Contains("'huge' takes 2,2", progress.Refusals[1].Message);
        Assert.Equal((1, 0), (progress.Added, progress.Deleted));
        var live = await _bench.Live("int");
        // The version before stays: the record is still at the source, so it must not pass for deleted.
        Assert.Contains((FakeSource.Key(3), "v3"), live);
        Assert.Equal(7, live.Count);
    }

    [Theory]
    [InlineData("", "empty key")]
    [InlineData("a/b", "'/'")]
    [InlineData("a?b", "'?'")]
    [InlineData("a\u0001b", "a\\u0001b")]
    [InlineData("~:checkpoint", "reserved")]
    public async Task A_key_that_is_unfit_is_named_and_the_others_are_stored(string key, string said)
    {
        var progress = await _bench.Run(
            "int",
            "run1",
            PassFixture.Pages([FakeSource.Record("a", "1"), FakeSource.Record(key, "2")], [FakeSource.Record("b", "3")])
        );

        var refusal = Assert.Single(progress.Refusals);
        Assert.Equal("record-key-unfit", refusal.Code);
        Assert.Contains(said, refusal.Message);
        Assert.Equal((2, 2, 1), (progress.Seen, progress.Added, progress.Refused));
        Assert.Equal([("a", "1"), ("b", "3")], await _bench.Live("int"));
        Assert.Null(await _bench.Records.Get(PassFixture.Tenant, "int", PassFixture.Object, key, Ct));
    }

    // No case of the theory above: a runner that writes its cases down would mend the text.
    [Fact]
    public Task A_key_that_is_no_Unicode_text_is_named_and_the_others_are_stored() =>
        A_key_that_is_unfit_is_named_and_the_others_are_stored("a" + (char)0xD800, "surrogate");

    [Fact]
    public async Task Keys_that_begin_with_a_tilde_or_are_not_ASCII_are_as_good_as_others()
    {
        SourceRecord[] page = [FakeSource.Record("~002d5", "1"), FakeSource.Record("é€😀", "2")];
        AssertFigures(await _bench.Run("int", "run1", PassFixture.Pages(page)), 2, added: 2);
        AssertFigures(await _bench.Run("int", "run2", PassFixture.Pages(page)), 2, unchanged: 2);
        Assert.NotNull(await _bench.Records.Get(PassFixture.Tenant, "int", PassFixture.Object, "é€😀", Ct));
        Assert.Equal(2, (await _bench.Feed("int")).Count);
    }

    [Fact]
    public async Task A_record_on_two_pages_counts_once()
    {
        var (a, b, c) = (FakeSource.Record("a", "1"), FakeSource.Record("b", "2"), FakeSource.Record("c", "3"));
        AssertFigures(await _bench.Run("int", "run1", PassFixture.Pages([a, b, a], [b, c])), 3, added: 3);
        AssertFigures(await _bench.Run("int", "run2", PassFixture.Pages([a, b], [b, c])), 3, unchanged: 3);

        // It changes between its two pages: new in a first pass, changed in a later one, and never both.
        var b2 = FakeSource.Record("b", "20");
        AssertFigures(await _bench.Run("int", "run3", PassFixture.Pages([a, b], [b2, c])), 3, updated: 1, unchanged: 2);
        AssertFigures(await _bench.Run("other", "run4", PassFixture.Pages([a, b], [b2, c])), 3, added: 3);
        Assert.Contains(("b", "20"), await _bench.Live("other"));
    }

    [Fact]
    public async Task Nothing_is_deleted_before_the_pass_is_complete()
    {
        var source = new FakeSource();
        source.Fill(9);
        await _bench.Run("int", "run1", source.Fetch);
        source.Records.Remove(FakeSource.Key(0));
        for (var page = 0; page < 3; page++)
        {
            await _bench.Pass("int", "run2").Step(source.Fetch, Ct);
            Assert.Equal(9, (await _bench.Live("int")).Count);
        }
        await _bench.Pass("int", "run2").Step(source.Fetch, Ct);
        Assert.Equal(8, (await _bench.Live("int")).Count);
    }

    [Fact]
    public async Task A_finished_pass_reads_and_writes_nothing_more()
    {
        var source = new FakeSource();
        source.Fill(4);
        var done = await _bench.Run("int", "run1", source.Fetch);
        var pages = source.Pages;
        source.Put("zzz", "later");

        var again = (await _bench.Pass("int", "run1").Step(source.Fetch, Ct)).Value;

        Assert.Equal((done with { Refusals = [] }, pages), (again with { Refusals = [] }, source.Pages));
        Assert.Equal(4, (await _bench.Live("int")).Count);
    }

    internal static void AssertFigures(
        PassProgress progress,
        long seen,
        long added = 0,
        long updated = 0,
        long unchanged = 0,
        long deleted = 0
    )
    {
        Assert.Equal(PassPhase.Done, progress.Phase);
        Assert.Equal(
            (seen, added, updated, unchanged, deleted, 0),
            (progress.Seen, progress.Added, progress.Updated, progress.Unchanged, progress.Deleted, progress.Refused)
        );
    }

    private async Task AssertMirrors(string integration, FakeSource source)
    {
        var expected = source.Records.Select(r => (r.Key, r.Value.Value)).ToList();
        Assert.Equal(expected, await _bench.Live(integration));
        Assert.Equal(expected, await _bench.Followed(integration));
        Assert.Empty(await _bench.Leftovers(integration));
    }
}
