using IntegrationFunctions.CrashWorker;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>The check of the crash tests must find what it is there to find: each fault is made by hand, and named.</summary>
public sealed class CrashCheckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_finds_each_fault_in_a_world_that_had_none()
    {
        using var world = new CrashWorld("mixed-1");
        Assert.Empty(await world.End(CrashWorld.Patience, Ct));

        await Expect(
            world,
            "loop-0 is Completed",
            "UPDATE workflows_instances SET output='\"ba\"' WHERE instance_id='loop-0'"
        );
        await Expect(world, "late-0 is Running", "UPDATE workflows_instances SET status=0 WHERE instance_id='late-0'");
        await Expect(world, "rows are left in workflows_instances WHERE busy", "UPDATE workflows_instances SET busy=1");
        await Expect(
            world,
            "rows are left in workflows_inbox",
            "INSERT INTO workflows_inbox(key, event) VALUES(1, '{}')"
        );
        await Expect(world, "rows are left in workflows_timers", "INSERT INTO workflows_timers VALUES(1, 1, 1, 'e')");
        await Expect(world, "parent-0 is not there", "DELETE FROM workflows_instances WHERE instance_id='parent-0'");

        var effects = Path.Combine(world.Folder, "effects");
        var once = Directory.GetFiles(effects, "parent-0-good~one~*").Single();
        File.Copy(once, once + "2");
        await Expect(world, "parent-0-good/one is there 2 times by its keys instead of 1");
        File.Delete(once);
        File.Delete(once + "2");
        await Expect(world, "parent-0-good/one is there 0 times by its keys instead of 1");

        var calls = Path.Combine(world.Folder, "calls");
        var call = File.ReadLines(calls).First();
        await File.AppendAllTextAsync(calls, call + "\n", Ct);
        await Expect(world, "2 times by the same key in one life");
        await File.AppendAllTextAsync(calls, "other" + call[call.IndexOf(' ')..] + "\n", Ct);
        await Expect(world, "in 2 lives, after 0 kills");

        var ledger = Path.Combine(world.Folder, "ledger");
        await File.WriteAllLinesAsync(ledger, File.ReadLines(ledger).Where(l => l != "!patient-0#2").ToArray(), Ct);
        await Expect(world, "patient-0#2 was never acknowledged");
    }

    [Theory]
    [InlineData("late-0", "DELETE FROM workflows_inbox")]
    [InlineData("late-0", "DELETE FROM workflows_instances")]
    [InlineData(null, "SELECT 1")]
    public async Task It_finds_what_was_acknowledged_and_lost(string? lost, string fault)
    {
        using var world = new CrashWorld("late");
        var script = world.Scripts.Single(s => s.InstanceId == "late-0");
        // A life that only took commands in, before the worker was up.
        using (var ledger = new Ledger(world.Folder))
        {
            await using var database = SqliteDatabase.Open(world.Database, [EmbeddedDurableTask.Schema]);
            await using var services = new ServiceCollection()
                .AddSingleton(database)
                .AddEmbeddedDurableTask(_ => { })
                .BuildServiceProvider();
            await new Driver(services.GetRequiredService<DurableTaskClient>(), ledger).Tell(script);
            await database.Write(scope => scope.Execute(fault), Ct);
        }

        var complaints = await End(world, lost is null ? CrashWorld.Patience : TimeSpan.FromSeconds(2));

        if (lost is null)
        {
            Assert.Empty(complaints);
        }
        else
        {
            Assert.Contains(complaints, c => c.StartsWith(lost, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task It_finds_a_timer_that_was_lost()
    {
        for (var commit = 1; commit < 20; commit++)
        {
            using var world = new CrashWorld("timers");
            await world.LiveUntil(KillAt.After, commit, Ct);
            await using (var database = SqliteDatabase.Open(world.Database, [EmbeddedDurableTask.Schema]))
            {
                if (await database.Write(scope => scope.Execute("DELETE FROM workflows_timers"), Ct) == 0)
                {
                    continue;
                }
            }
            Assert.Contains("timers-0 is Running", string.Join("\n", await End(world, TimeSpan.FromSeconds(2))));
            return;
        }
        Assert.Fail("The flow never had a timer on disk.");
    }

    private static async Task<IReadOnlyList<string>> End(CrashWorld world, TimeSpan patience)
    {
        try
        {
            return await world.End(patience, Ct);
        }
        catch (InvalidOperationException e)
        {
            // The worker itself found it: it waits for an instance that is not there.
            return [e.Message[e.Message.IndexOf("late-0", StringComparison.Ordinal)..]];
        }
    }

    private static async Task Expect(CrashWorld world, string complaint, string? fault = null)
    {
        if (fault is not null)
        {
            await using var database = SqliteDatabase.Open(world.Database, [EmbeddedDurableTask.Schema]);
            Assert.NotEqual(0, await database.Write(scope => scope.Execute(fault), Ct));
        }
        Assert.Contains(await CrashCheck.Find(world, Ct), c => c.Contains(complaint, StringComparison.Ordinal));
    }
}
