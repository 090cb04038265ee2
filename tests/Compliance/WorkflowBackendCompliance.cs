// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using IntegrationFunctions.Durable;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What every backend of the workflow engine has to do. A subclass says how one is made.</summary>
public abstract partial class WorkflowBackendCompliance : IAsyncLifetime
{
    protected WorkflowBackend Backend { get; private set; } = null!;

    protected DurableTaskClient Client => Backend.Client;

    protected DurableTaskRegistry Registry => Backend.Registry;

    protected abstract WorkflowBackend Create();

    public ValueTask InitializeAsync()
    {
        Backend = Create();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await Backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_orchestration_calls_an_activity_and_ends_with_its_result()
    {
        Registry
            .AddOrchestratorFunc<string, string>(
                "Greet",
                async (context, name) => await context.CallActivityAsync<string>("Say", name)
            )
            .AddActivityFunc<string, string>("Say", (_, name) => Task.FromResult($"Hello {name}"));
        await Backend.StartAsync();

        var ended = await Backend.Run("Greet", "World");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("Hello World", ended.ReadOutputAs<string>());
        Assert.Equal("World", ended.ReadInputAs<string>());
    }

    [Fact]
    public async Task A_crash_in_an_activity_loses_nothing_and_repeats_the_step_under_its_key()
    {
        var entered = new TaskCompletionSource();
        var keys = new List<string>();
        var block = true;
        Registry
            .AddOrchestratorFunc<int, int>(
                "Sum",
                async (context, n) =>
                {
                    var first = await context.CallActivityAsync<int>("Quick", n);
                    return await context.CallActivityAsync<int>("Slow", first);
                }
            )
            .AddActivityFunc<int, int>("Quick", (_, n) => Task.FromResult(n + 1))
            .AddActivityFunc<int, int>(
                "Slow",
                async (context, n) =>
                {
                    lock (keys)
                    {
                        keys.Add(context.IdempotencyKey);
                    }
                    if (block)
                    {
                        entered.SetResult();
                        await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    }
                    return n * 2;
                }
            );
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Sum", 1);
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        block = false;
        await Backend.CrashAndRestartAsync();
        var ended = await Backend.End(id);

        Assert.Equal(4, ended.ReadOutputAs<int>());
        Assert.Equal(2, keys.Count);
        Assert.Single(keys.Distinct());
    }
}
