using CsCheck;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Unit.Sync;

/// <summary>Passes whose records go through a mapping.</summary>
public sealed class MappedPassTests : IAsyncDisposable
{
    private readonly PassFixture _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_record_that_can_not_be_mapped_is_kept_withheld_and_told_of_each_time()
    {
        var source = new FakeSource();
        source.Fill(5);
        source.Put("bad", "");
        for (var run = 1; run <= 2; run++)
        {
            var progress = await Run($"run{run}", source, ItemMappings.Mapper());
            Assert.Equal((6, 1), (progress.Seen, progress.Refused));
            var refusal = Assert.Single(progress.Refusals);
            Assert.Equal(("bad", "mapping-required"), (refusal.Key, refusal.Code));
            Assert.Equal(run == 1 ? 6 : 0, progress.Added);
        }
        Assert.DoesNotContain("bad", (await _bench.Live("int")).Select(live => live.Key));
        Assert.DoesNotContain("bad", (await _bench.Feed("int")).Select(change => change.Record.Key));
        // It is there all the same: both sides of the proof have it.
        Assert.Equal(6, (await _bench.StoreTotals.Of(PassFixture.Tenant, "int", PassFixture.Object, Ct)).Count);

        source.Put("bad", "mended");
        await Run("run3", source, ItemMappings.Mapper());
        Assert.Contains(("bad", "mended"), await _bench.Live("int"));
        Assert.Equal(RecordChangeKind.Added, (await _bench.Feed("int"))[^1].Kind);
    }

    [Fact]
    public async Task A_good_record_that_goes_bad_is_told_as_gone()
    {
        var source = new FakeSource();
        source.Fill(2);
        await Run("run1", source, ItemMappings.Mapper());
        source.Put(FakeSource.Key(0), "");
        await Run("run2", source, ItemMappings.Mapper());
        source.Records.Remove(FakeSource.Key(0));
        await Run("run3", source, ItemMappings.Mapper());

        Assert.Equal(
            [RecordChangeKind.Added, RecordChangeKind.Deleted],
            (await _bench.Feed("int")).Where(c => c.Record.Key == FakeSource.Key(0)).Select(c => c.Kind)
        );
    }

    [Fact]
    public async Task Another_mapping_changes_what_the_source_has_not_changed_and_only_where_it_makes_a_difference()
    {
        var source = new FakeSource();
        source.Fill(4, i => i < 2 ? "LOW" : "high");
        await Run("run1", source, ItemMappings.Mapper());

        var lower = """{ "target": "name", "source": "value", "format": ["lower"] }""";
        var progress = await Run("run2", source, ItemMappings.Mapper(lower, version: 2));
        SyncPassTests.AssertFigures(progress, 4, updated: 2, unchanged: 2);
        Assert.Equal(["low", "low", "high", "high"], (await _bench.Live("int")).Select(live => live.Value));
        Assert.Equal(6, (await _bench.Feed("int")).Count);
    }

    [Fact]
    public async Task What_the_condition_leaves_out_is_no_fault_and_nobody_sees_it()
    {
        var source = new FakeSource();
        source.Fill(4, i => i % 2 == 0 ? "in" : "out");
        var progress = await Run("run1", source, ItemMappings.Mapper(more: ", \"condition\": \"value = 'in'\""));
        SyncPassTests.AssertFigures(progress, 4, added: 4);
        Assert.Equal(["in", "in"], (await _bench.Live("int")).Select(live => live.Value));
        Assert.Equal(2, (await _bench.Feed("int")).Count);
    }

    [Fact]
    public async Task A_page_is_not_stored_where_another_version_came_into_force_after_it_was_mapped()
    {
        var source = new FakeSource();
        source.Fill(2);
        var path = SyncPass.RecordsOf("int", PassFixture.Object).Document(ActiveMapping.Id);
        var json = SyncJson.Default.ActiveMapping;
        var first = (await _bench.Store.Create(path, ActiveMapping.None, json, Ct)).ETags[0];
        await _bench.Store.Set(path, ActiveMapping.None with { Version = 2 }, json, first, Ct);

        var mapper = RecordMapper.By(CompiledMapping.Compile(ItemMappings.Definition()).Mapping!, 1, "1", first);
        var refused = await _bench.Pass("int", "run1", mapper: mapper).Step(source.Fetch, Ct);
        Assert.Equal("sync-overtaken", refused.Error!.Code);
        Assert.Empty(await _bench.Live("int"));
    }

    // Whatever becomes of records and mappings: who follows the feed knows what a reader of the list sees.
    [Fact]
    public async Task Followers_and_readers_see_the_same_through_all_changes_of_records_and_mappings()
    {
        var id = 0;
        await Gen.Select(
                Gen.Int[0, 3].Array[1, 6],
                Gen.Select(
                    Gen.Int[0, 3],
                    Gen.Int[0, 3].Select(i => new[] { "", "a", "b", "out" }[i]),
                    Gen.Int[0, 2]
                ).Array[1, 12]
            )
            .SampleAsync(
                async (start, steps) =>
                {
                    var integration = $"int{Interlocked.Increment(ref id)}";
                    var source = new FakeSource();
                    foreach (var key in start)
                    {
                        source.Put(FakeSource.Key(key), "a");
                    }
                    for (var step = 0; step < steps.Length; step++)
                    {
                        var (key, value, version) = steps[step];
                        if (value == "b" && source.Records.ContainsKey(FakeSource.Key(key)))
                        {
                            source.Records.Remove(FakeSource.Key(key));
                        }
                        else
                        {
                            source.Put(FakeSource.Key(key), value);
                        }
                        var mapper = version switch
                        {
                            0 => ItemMappings.Mapper(),
                            1 => ItemMappings.Mapper(more: ", \"condition\": \"value != 'out'\"", version: 1),
                            _ => ItemMappings.Mapper(
                                """{ "target": "name", "expression": "$uppercase(value)", "required": true }""",
                                version: 2
                            ),
                        };
                        await _bench.Run(integration, $"run{step}", source.Fetch, mapper: mapper);
                        Assert.Equal(await _bench.Live(integration), await _bench.Followed(integration));
                    }
                },
                iter: 20,
                threads: 1
            );
    }

    private Task<PassProgress> Run(string run, FakeSource source, RecordMapper mapper) =>
        _bench.Run("int", run, source.Fetch, mapper: mapper);
}
