// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using System.Collections.Concurrent;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class WorkflowBackendCompliance
{
    [Fact]
    public async Task Crashes_in_the_middle_of_many_instances_leave_each_effect_once_by_its_key()
    {
        var effects = new ConcurrentDictionary<string, int>();
        int done = 0,
            threshold = 60;
        TaskCompletionSource half = new();
        Registry
            .AddOrchestratorFunc<int, int>(
                "Chain",
                async (context, n) =>
                {
                    var child = context.CallSubOrchestratorAsync<int>("Leaf", n);
                    for (var i = 0; i < 4; i++)
                    {
                        n = await context.CallActivityAsync<int>("Effect", n);
                    }
                    return n + await child;
                }
            )
            .AddOrchestratorFunc<int, int>("Leaf", (context, n) => context.CallActivityAsync<int>("Effect", n))
            .AddActivityFunc<int, int>(
                "Effect",
                async (context, n) =>
                {
                    effects.TryAdd(context.IdempotencyKey, n);
                    // From here on all wait for the crash: however fast a backend is, it comes in the middle.
                    if (Interlocked.Increment(ref done) >= Volatile.Read(ref threshold))
                    {
                        half.TrySetResult();
                        await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    }
                    return n + 1;
                }
            );
        await Backend.StartAsync();
        var ids = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => Client.ScheduleNewOrchestrationInstanceAsync("Chain", i * 1000))
        );
        for (var crash = 0; crash < 3; crash++)
        {
            await half.Task.WaitAsync(Patience);
            half = new TaskCompletionSource();
            Volatile.Write(ref threshold, crash == 2 ? int.MaxValue : Volatile.Read(ref done) + 60);
            await Backend.CrashAndRestartAsync();
        }

        var ended = await Task.WhenAll(ids.Select(Backend.End));

        Assert.Equal(Enumerable.Range(0, 60).Select(i => i * 2000 + 5), ended.Select(e => e.ReadOutputAs<int>()));
        Assert.Equal(60 * 5, effects.Count);
    }

    [Fact]
    public async Task Code_that_changed_under_a_running_instance_is_found_out()
    {
        var changed = false;
        RegisterStep("First");
        RegisterStep("Second");
        Registry.AddOrchestratorFunc<object?, string>(
            "Changing",
            async (context, _) =>
            {
                await context.CallActivityAsync(changed ? "Second" : "First");
                return await context.WaitForExternalEvent<string>("go");
            }
        );
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Changing");
        await HistoryHas(id, e => e is TaskCompleted);

        changed = true;
        await Backend.CrashAndRestartAsync();
        await Client.RaiseEventAsync(id, "go", "on");
        var ended = await Backend.End(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(typeof(NonDeterministicOrchestrationException).FullName, ended.FailureDetails!.ErrorType);
        Assert.Contains("Step #0", ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'First'", ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'Second'", ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_lets_activities_finish_and_keeps_their_results()
    {
        TaskCompletionSource entered = new(),
            go = new();
        var calls = 0;
        Registry
            .AddOrchestratorFunc<object?, int>("Once", (context, _) => context.CallActivityAsync<int>("Slow"))
            .AddActivityFunc<object?, int>(
                "Slow",
                async (_, _) =>
                {
                    entered.TrySetResult();
                    await go.Task;
                    return Interlocked.Increment(ref calls);
                }
            );
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Once");
        await entered.Task.WaitAsync(Patience);

        var stopped = Backend.StopAsync();
        go.SetResult();
        await stopped.WaitAsync(Patience);
        await Backend.StartAsync();

        Assert.Equal(1, (await Backend.End(id)).ReadOutputAs<int>());
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task An_activity_that_outlasts_the_shutdown_is_cancelled_and_runs_again()
    {
        TaskCompletionSource entered = new();
        var calls = 0;
        Registry
            .AddOrchestratorFunc<object?, int>("Once", (context, _) => context.CallActivityAsync<int>("Slow"))
            .AddActivityFunc<object?, int>(
                "Slow",
                async (context, _) =>
                {
                    if (Interlocked.Increment(ref calls) == 1)
                    {
                        entered.SetResult();
                        await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    }
                    return calls;
                }
            );
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Once");
        await entered.Task.WaitAsync(Patience);

        await Backend.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience);
        await Backend.StartAsync();

        Assert.Equal(2, (await Backend.End(id)).ReadOutputAs<int>());
    }

    private void RegisterStep(string name) =>
        Registry.AddActivityFunc<object?, string>(name, (_, _) => Task.FromResult(name));
}
