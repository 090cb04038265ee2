// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What the embedded backend does when its file can't take what it has to write.</summary>
public sealed class EmbeddedWorkflowDiskTests : IAsyncDisposable
{
    private const int Pages = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly EmbeddedWorkflowBackend _backend = new();

    private DurableTaskClient Client => _backend.Client;

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Where_the_disk_is_full_callers_are_told_and_instances_wait_and_go_on_once_there_is_room()
    {
        TaskCompletionSource entered = new(),
            go = new();
        var calls = 0;
        _backend
            .Registry.AddOrchestratorFunc<object?, string>(
                "Fetch",
                async (context, _) =>
                    await context.CallActivityAsync<string>("Large")
                    + await context.WaitForExternalEvent<string>("rest")
            )
            .AddActivityFunc<object?, string>(
                "Large",
                async (_, _) =>
                {
                    Interlocked.Increment(ref calls);
                    entered.SetResult();
                    await go.Task;
                    return new string('x', 40_000);
                }
            );
        await _backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Fetch");
        await entered.Task.WaitAsync(Patience);
        await LimitTo(0);
        go.SetResult();

        var large = new string('y', 100_000);
        var start = await Assert.ThrowsAsync<StorageException>(() =>
            Client.ScheduleNewOrchestrationInstanceAsync("Fetch", large, new StartOrchestrationOptions("refused"))
        );
        var raise = await Assert.ThrowsAsync<StorageException>(() => Client.RaiseEventAsync(id, "rest", large));

        Assert.All([start, raise], e => Assert.Contains("disk is full", e.Message, StringComparison.Ordinal));
        Assert.True(_backend.Database.IsHealthy);
        Assert.Null(await Client.GetInstanceAsync("refused"));
        Assert.False((await Client.GetInstanceAsync(id))!.IsCompleted);

        await LimitTo(Pages);
        Assert.True(await Client.RaiseEventAsync(id, "rest", large));
        await Client.ScheduleNewOrchestrationInstanceAsync("Fetch", large, new StartOrchestrationOptions("refused"));
        var end = _backend.End(id);
        while (!end.IsCompleted)
        {
            // The turn that could not be written is tried again after a while.
            _backend.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        Assert.Equal(new string('x', 40_000) + large, (await end).ReadOutputAs<string>());
        Assert.InRange(calls, 1, 2);
    }

    [Fact]
    public async Task A_restart_on_a_full_disk_loses_nothing()
    {
        _backend
            .Registry.AddOrchestratorFunc<object?, string>(
                "Approval",
                async (context, _) =>
                    await context.CallActivityAsync<string>("Pad", await context.WaitForExternalEvent<string>("go"))
            )
            .AddActivityFunc<string, string>("Pad", (_, text) => Task.FromResult(text.PadLeft(50_000)));
        await _backend.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await Client.ScheduleNewOrchestrationInstanceAsync("Approval"));
        }
        await LimitTo(0);
        // Small enough for the pages that are there already, or told to the caller: what was said to be taken in is kept.
        var taken = new HashSet<string>();
        foreach (var id in ids)
        {
            try
            {
                if (await Client.RaiseEventAsync(id, "go", id))
                {
                    taken.Add(id);
                }
            }
            catch (StorageException) { }
        }

        await _backend.CrashAndRestartAsync();
        foreach (var id in ids.Where(id => !taken.Contains(id)))
        {
            Assert.True(await Client.RaiseEventAsync(id, "go", id));
        }

        foreach (var id in ids)
        {
            Assert.Equal(id.PadLeft(50_000), (await _backend.End(id)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_engine_is_refused_and_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("platform.db");
        var schema = EmbeddedDurableTask.Schema;
        await using (
            var newer = SqliteDatabase.Open(
                file,
                [schema with { Steps = [.. schema.Steps, "CREATE TABLE workflows_x(y)"] }]
            )
        )
        {
            await newer.Write(scope => scope.Execute("INSERT INTO workflows_x VALUES(1)"));
        }
        var before = await File.ReadAllBytesAsync(file);

        var refused = Assert.Throws<StorageException>(() => SqliteDatabase.Open(file, [schema]));

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.Contains("workflows", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
    }

    /// <summary>Lets the file grow to so many pages and no further; one that has more stays as it is and grows no more.</summary>
    private Task<long> LimitTo(int pages) =>
        _backend.Database.Write(scope => scope.Prepare($"PRAGMA max_page_count={Math.Max(pages, 1)}").Scalar()!.Value);
}
