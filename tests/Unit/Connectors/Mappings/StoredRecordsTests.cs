using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Unit.Sync;

namespace IntegrationFunctions.Tests.Unit.Connectors.Mappings;

/// <summary>Runs of a mapping's version over records that are stored.</summary>
public sealed class StoredRecordsTests
{
    private const string Shouting = """{ "target": "name", "expression": "$uppercase(value)", "required": true }""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dry_run_tells_the_difference_and_makes_none()
    {
        await using var world = await MappingWorld.Create(250);
        world.Source.Put(FakeSource.Key(7), "QUIET");
        await world.Synchronise();
        var before = await world.Seen();
        var version = await world.Save(Shouting);

        var run = await world.Finish(await world.Enter(MappingRunKind.DryRun, version));

        Assert.Equal(MappingRunStatus.Succeeded, run.Status);
        Assert.Equal((250, 249), (run.Tally.Records, run.Tally.Changed));
        Assert.Equal(249, run.Tally.Fields["/name"]);
        var example = run.Tally.Examples[0];
        Assert.Equal(MappingTally.MostExamples, run.Tally.Examples.Count);
        var difference = Assert.Single(example.Differences);
        Assert.Equal(
            ("/name", "Value 0", "VALUE 0"),
            (difference.Field, (string?)difference.Before, (string?)difference.After)
        );
        Assert.Equal(before, await world.Seen());
        Assert.Equal(0, (await world.Mapping()).ActiveVersion);
    }

    [Fact]
    public async Task An_activation_maps_what_is_stored_without_the_source_and_an_undo_takes_it_back()
    {
        await using var world = await MappingWorld.Create(250);
        var before = await world.Seen();
        var version = await world.Save(Shouting);
        var pages = world.Source.Pages;

        var run = await world.Activate(version);

        Assert.Equal((250, 250), (run.Tally.Records, run.Tally.Changed));
        Assert.Equal(version, (await world.Mapping()).ActiveVersion);
        Assert.All(await world.Seen(), seen => Assert.Contains("VALUE", seen, StringComparison.Ordinal));
        Assert.Equal(pages, world.Source.Pages);
        Assert.Equal(250, (await world.Changes()).Count(change => change.RunId == run.Id));
        // Synchronisations map by it from now on.
        world.Source.Put("new", "new value");
        await world.Synchronise();
        Assert.Contains(await world.Seen(), seen => seen.Contains("NEW VALUE", StringComparison.Ordinal));
        world.Source.Records.Remove("new");
        await world.Synchronise();

        await world.Undo();
        Assert.Equal(before, await world.Seen());
        Assert.Null(ActiveMappings.LastActivation((await world.Mapping()).History));
    }

    [Fact]
    public async Task Undoing_twice_takes_back_two_activations()
    {
        await using var world = await MappingWorld.Create(10);
        var own = await world.Seen();
        await world.Activate(await world.Save(Shouting));
        var first = await world.Seen();
        await world.Activate(await world.Save("""{ "target": "name", "value": "same" }"""));
        Assert.NotEqual(first, await world.Seen());

        await world.Undo();
        Assert.Equal(first, await world.Seen());
        await world.Undo();
        Assert.Equal(own, await world.Seen());
    }

    [Fact]
    public async Task Records_that_a_version_can_not_map_are_withheld_and_come_back()
    {
        await using var world = await MappingWorld.Create(30);
        var before = await world.Seen();
        var version = await world.Save(
            """{ "target": "name", "expression": "value = 'Value 3' ? '' : value", "required": true }"""
        );
        var run = await world.Activate(version);
        Assert.Equal((1, 1), (run.Tally.Faulty, run.Tally.NewlyFaulty));
        Assert.Equal(FakeSource.Key(3), Assert.Single(run.Tally.Faults).Key);
        Assert.Equal(29, (await world.Seen()).Count);
        var withheld = await world.Mappings.ListWithheld(MappingWorld.Tenant, await world.Mapping(), 100, null, Ct);
        Assert.Equal("mapping-required", Assert.Single(Assert.Single(withheld.Records).Faults).Code);

        Assert.Equal(1, (await world.Undo()).Tally.Released);
        Assert.Equal(before, await world.Seen());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_a_run_is_killed_it_ends_as_if_nothing_had_happened(bool after)
    {
        await using var world = await MappingWorld.Create(230);
        var shouting = await world.Save(Shouting);
        var plain = await world.Save(ItemMappings.Plain);
        await world.Activate(shouting);
        var expected = await world.Seen();
        await world.Activate(plain);

        for (var at = 1; ; at++)
        {
            var stores = world.Killing();
            var (commits, killed) = (0, false);
            stores.OnCommit = isAfter =>
            {
                if (isAfter == after && ++commits == at)
                {
                    killed = true;
                    throw new KilledException();
                }
            };
            var run = await world.Enter(MappingRunKind.Activation, shouting);
            try
            {
                await world.Finish(run, stores);
            }
            catch (KilledException)
            {
                // As a workflow does: the step is done again, by another process.
                run = await world.Continue(run);
            }
            run = (await world.Runs.Get(MappingWorld.Tenant, run.IntegrationId, run.ObjectName, run.Id, Ct))!;
            Assert.Equal((230, 230), (run.Tally.Records, run.Tally.Changed));
            Assert.Equal(expected, await world.Seen());
            await world.Activate(plain);
            if (!killed)
            {
                Assert.True(at > 6, $"Only {at} commits were tried.");
                return;
            }
        }
    }

    [Fact]
    public async Task A_run_that_another_activation_overtakes_leaves_the_rest_to_it()
    {
        await using var world = await MappingWorld.Create(10);
        var shouting = await world.Save(Shouting);
        var same = await world.Save("""{ "target": "name", "value": "same" }""");
        var slow = await world.Enter(MappingRunKind.Activation, shouting);
        Assert.Null(await world.Active.Activate(MappingWorld.Tenant, slow, Ct));
        await world.Activate(same);

        Assert.Equal(MappingRunStatus.Superseded, (await world.Continue(slow)).Status);
        Assert.All(await world.Seen(), seen => Assert.Contains("same", seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_undo_of_what_is_no_longer_in_force_is_refused()
    {
        await using var world = await MappingWorld.Create(2);
        var first = await world.Activate(await world.Save(Shouting));
        var undo = await world.Enter(MappingRunKind.Undo, 0, first.Id);
        await world.Activate(await world.Save("""{ "target": "name", "value": "same" }"""));
        Assert.Equal("mapping-changed-meanwhile", (await world.Active.Activate(MappingWorld.Tenant, undo, Ct))!.Code);
    }

    [Fact]
    public async Task A_record_that_a_synchronisation_changes_during_the_run_keeps_the_newer_content()
    {
        await using var world = await MappingWorld.Create(10);
        var shouting = await world.Save(Shouting);
        var run = await world.Enter(MappingRunKind.Activation, shouting);
        Assert.Null(await world.Active.Activate(MappingWorld.Tenant, run, Ct));
        var stores = world.Killing();
        var synchronised = false;
        stores.OnCommit = isAfter =>
        {
            // Between the reading of the page and its writing.
            if (!isAfter && !synchronised)
            {
                synchronised = true;
                world.Source.Put(FakeSource.Key(4), "newer");
                world.Synchronise().GetAwaiter().GetResult();
            }
        };
        await world.Continue(run, stores);
        Assert.True(synchronised);
        Assert.Contains(await world.Seen(), seen => seen.Contains("NEWER", StringComparison.Ordinal));
        Assert.DoesNotContain(await world.Seen(), seen => seen.Contains("alue", StringComparison.Ordinal));
    }
}
