using CsCheck;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Sync;

public sealed class SyncPassKillTests : IAsyncDisposable
{
    private readonly PassFixture _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_a_pass_is_killed_the_next_attempt_ends_as_if_nothing_had_happened(bool after)
    {
        var undisturbed = await TwoRuns("calm", null);
        var expected = (undisturbed.Progress, await _bench.Live("calm"));
        Assert.True(undisturbed.Commits > 8, "several batches a page, a sweep and a cleaning");

        for (var at = 1; at <= undisturbed.Commits; at++)
        {
            var id = $"int{at}";
            var killed = await TwoRuns(id, store => new KillingStore(store, at, after));
            Assert.Equal(expected.Progress with { Refusals = [] }, killed.Progress with { Refusals = [] });
            Assert.Equal(expected.Item2, await _bench.Live(id));
            Assert.Equal(expected.Item2, await _bench.Followed(id, 50));
            Assert.Empty(await _bench.Leftovers(id));
        }
    }

    [Fact]
    public async Task A_record_that_vanished_after_its_page_was_broken_off_is_not_kept()
    {
        var source = new FakeSource(300);
        source.Fill(300);
        var killer = new KillingStore(_bench.Store, 2, after: true);
        await Assert.ThrowsAsync<KilledException>(() => _bench.Pass("int", "run1", killer).Step(source.Fetch, Ct));
        Assert.NotEmpty(await _bench.Live("int"));
        source.Records.Remove(FakeSource.Key(0));
        source.Put(FakeSource.Key(1), "changed meanwhile");

        var progress = await _bench.Run("int", "run1", source.Fetch);

        SyncPassTests.AssertFigures(progress, 299, added: 300, deleted: 1);
        Assert.Equal(source.Records.Select(r => (r.Key, r.Value.Value)), await _bench.Live("int"));
    }

    [Fact]
    public async Task What_an_abandoned_run_leaves_behind_does_no_harm()
    {
        var source = new FakeSource();
        source.Fill(12);
        await _bench.Run("int", "run1", source.Fetch);
        source.Records.Remove(FakeSource.Key(1));
        await _bench.Pass("int", "run2").Step(source.Fetch, Ct);
        await _bench.Pass("int", "run2").Step(source.Fetch, Ct);
        // Seen by the abandoned run, gone now.
        source.Records.Remove(FakeSource.Key(2));

        var progress = await _bench.Run("int", "run3", source.Fetch);

        SyncPassTests.AssertFigures(progress, 10, unchanged: 10, deleted: 2);
        Assert.Empty(await _bench.Leftovers("int"));
    }

    [Fact]
    public async Task Of_two_attempts_at_one_page_the_slower_one_is_told_to_stop_and_nothing_counts_twice()
    {
        var source = new FakeSource(200);
        source.Fill(500);
        var slow = await _bench
            .Pass("int", "run1")
            .Step(
                async state =>
                {
                    var page = await source.Fetch(state);
                    await _bench.Pass("int", "run1").Step(source.Fetch, Ct);
                    return page;
                },
                Ct
            );

        Assert.Equal((ErrorKind.Transient, "sync-overtaken"), (slow.Error!.Kind, slow.Error.Code));
        SyncPassTests.AssertFigures(await _bench.Run("int", "run1", source.Fetch), 500, added: 500);
        Assert.Equal(500, (await _bench.Feed("int")).Count);
    }

    [Fact]
    public async Task A_run_that_was_ended_can_not_take_the_place_of_its_successor()
    {
        var source = new FakeSource();
        source.Fill(9);
        await _bench.Pass("int", "run1").Step(source.Fetch, Ct);
        var late = await _bench
            .Pass("int", "run1")
            .Step(
                async state =>
                {
                    var page = await source.Fetch(state);
                    await _bench.Pass("int", "run2").Step(source.Fetch, Ct);
                    return page;
                },
                Ct
            );
        Assert.Equal("sync-overtaken", late.Error!.Code);

        var ended = new IntegrationError(ErrorKind.Permanent, "run-ended", "It has ended.");
        var pass = _bench.Pass("int", "run1", mayBegin: _ => Task.FromResult<IntegrationError?>(ended));
        Assert.Same(ended, (await pass.Step(source.Fetch, Ct)).Error);
        // The three of the first page bear run1's id: they are as they were for run2.
        SyncPassTests.AssertFigures(await _bench.Run("int", "run2", source.Fetch), 9, added: 6, unchanged: 3);
    }

    private sealed record Stage(Dictionary<int, int> State, int[] Kills, bool After, bool Abandoned);

    [Fact]
    public async Task The_store_and_the_sum_of_its_changes_are_the_last_complete_state_of_the_source()
    {
        var stage = Gen.Select(
            Gen.Dictionary(Gen.Int[0, 15], Gen.Int[0, 2])[0, 16],
            Gen.Int[1, 12].Array[0, 3],
            Gen.Bool,
            Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))),
            (state, kills, after, abandoned) => new Stage(state, kills, after, abandoned)
        );
        var number = 0;
        await stage
            .Array[1, 6]
            .SampleAsync(
                async stages =>
                {
                    var id = $"int{Interlocked.Increment(ref number)}";
                    for (var run = 0; run < stages.Length; run++)
                    {
                        await Play(id, $"run{run}", stages[run]);
                    }
                },
                iter: 150,
                threads: 1
            );
    }

    private async Task Play(string id, string run, Stage stage)
    {
        var source = new FakeSource();
        foreach (var (key, value) in stage.State)
        {
            source.Put(FakeSource.Key(key), $"v{value}");
        }
        var before = await _bench.Live(id);
        foreach (var at in stage.Kills)
        {
            try
            {
                await _bench.Run(id, run, source.Fetch, new KillingStore(_bench.Store, at, stage.After));
                break;
            }
            catch (KilledException) { }
        }
        if (stage.Abandoned)
        {
            Assert.Equal(await _bench.Live(id), await _bench.Followed(id));
            return;
        }
        var progress = await _bench.Run(id, run, source.Fetch);
        var expected = source.Records.Select(r => (r.Key, r.Value.Value)).ToList();
        Assert.Equal(expected, await _bench.Live(id));
        Assert.Equal(expected, await _bench.Followed(id));
        Assert.Empty(await _bench.Leftovers(id));
        Assert.Equal(expected.Count, progress.Seen);
        Assert.Equal(progress.Seen, progress.Added + progress.Updated + progress.Unchanged);
        Assert.Equal(before.Count(b => !stage.State.ContainsKey(int.Parse(b.Key))), progress.Deleted);
    }

    /// <summary>A first run in peace; a second, over a source that changed, with a store that may die.</summary>
    private async Task<(PassProgress Progress, int Commits)> TwoRuns(
        string id,
        Func<IDocumentStore, KillingStore>? killing
    )
    {
        var source = new FakeSource(250);
        source.Fill(700);
        await _bench.Run(id, "run1", source.Fetch);
        for (var i = 0; i < 700; i++)
        {
            if (i % 2 == 0)
            {
                source.Put(FakeSource.Key(i), "changed");
            }
            else if (i % 3 == 0)
            {
                source.Records.Remove(FakeSource.Key(i));
            }
        }
        for (var i = 700; i < 800; i++)
        {
            source.Put(FakeSource.Key(i), "new");
        }
        var store = killing?.Invoke(_bench.Store) ?? new KillingStore(_bench.Store, -1, false);
        try
        {
            var progress = await _bench.Run(id, "run2", source.Fetch, store);
            Assert.Null(killing);
            return (progress, store.Commits);
        }
        catch (KilledException)
        {
            return (await _bench.Run(id, "run2", source.Fetch), store.Commits);
        }
    }
}
