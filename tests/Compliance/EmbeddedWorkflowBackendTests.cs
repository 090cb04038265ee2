// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Tests.Compliance;

public sealed class EmbeddedWorkflowBackendTests : WorkflowBackendCompliance
{
    protected override WorkflowBackend Create() => new EmbeddedWorkflowBackend();

    [Fact]
    public async Task Activities_of_a_name_keep_to_its_limit_while_others_go_on()
    {
        var options = new EmbeddedDurableTaskOptions { MaxConcurrentActivities = 4 };
        options.MaxConcurrentActivitiesByName["Narrow"] = 1;
        await using var backend = new EmbeddedWorkflowBackend(options);
        int running = 0,
            most = 0;
        TaskCompletionSource free = new();
        backend
            .Registry.AddOrchestratorFunc<int, int>(
                "Many",
                async (context, n) =>
                    (
                        await Task.WhenAll(
                            Enumerable
                                .Range(0, n)
                                .Select(i => context.CallActivityAsync<int>(i == n - 1 ? "Wide" : "Narrow"))
                        )
                    ).Sum()
            )
            .AddActivityFunc<object?, int>(
                "Narrow",
                async (_, _) =>
                {
                    var now = Interlocked.Increment(ref running);
                    most = Math.Max(most, now);
                    // Ends only once the other activity, asked for last, has run: the limit must not hold it up.
                    await free.Task;
                    Interlocked.Decrement(ref running);
                    return 1;
                }
            )
            .AddActivityFunc<object?, int>(
                "Wide",
                (_, _) =>
                {
                    free.SetResult();
                    return Task.FromResult(1);
                }
            );
        await backend.StartAsync();

        Assert.Equal(9, (await backend.Run("Many", 9)).ReadOutputAs<int>());
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Services_give_a_client_and_a_worker_that_runs_what_it_starts()
    {
        var file = Path.Combine(Path.GetTempPath(), $"workflows-{Guid.NewGuid():N}.db");
        await using (var database = SqliteDatabase.Open(file, [EmbeddedDurableTask.Schema]))
        {
            await using var services = new ServiceCollection()
                .AddSingleton(database)
                .AddEmbeddedDurableTask(registry =>
                    registry.AddOrchestratorFunc<int, int>("Echo", (_, n) => Task.FromResult(n))
                )
                .BuildServiceProvider();
            var worker = Assert.Single(services.GetServices<IHostedService>());
            var client = services.GetRequiredService<DurableTaskClient>();
            // What is started before the worker is, waits for it.
            var id = await client.ScheduleNewOrchestrationInstanceAsync("Echo", 5);
            await worker.StartAsync(default);
            Assert.Equal(5, (await client.WaitForInstanceCompletionAsync(id)).ReadOutputAs<int>());
            await worker.StopAsync(default);
        }
        foreach (var left in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
        {
            File.Delete(left);
        }
    }

    [Fact]
    public async Task Instances_that_were_put_out_of_memory_are_read_again()
    {
        await using var backend = new EmbeddedWorkflowBackend(new EmbeddedDurableTaskOptions { CachedInstances = 0 });
        backend
            .Registry.AddOrchestratorFunc<int, int>(
                "Steps",
                async (context, n) =>
                {
                    for (var i = 0; i < 20; i++)
                    {
                        n = await context.CallActivityAsync<int>("Add", n);
                    }
                    return n;
                }
            )
            .AddActivityFunc<int, int>("Add", (_, n) => Task.FromResult(n + 1));
        await backend.StartAsync();

        var ended = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => backend.Run("Steps", i)));

        Assert.Equal(Enumerable.Range(20, 20), ended.Select(e => e.ReadOutputAs<int>()));
    }
}
