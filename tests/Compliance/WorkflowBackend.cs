using IntegrationFunctions.Activities;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>A backend under test: its store outlives its worker.</summary>
public abstract class WorkflowBackend : IAsyncDisposable
{
    public ManualTimeProvider Clock { get; } = new();

    public DurableTaskRegistry Registry { get; } = new() { FailureOf = ActivityFailures.From };

    public abstract DurableTaskClient Client { get; }

    /// <summary>Opens the store and starts the worker.</summary>
    public abstract Task StartAsync();

    /// <summary>Ends the worker in good order.</summary>
    public abstract Task StopAsync(CancellationToken hurry = default);

    /// <summary>Drops the worker where it stands, as a crash would, and starts another on the same store.</summary>
    public abstract Task CrashAndRestartAsync();

    public abstract ValueTask DisposeAsync();

    public async Task<OrchestrationMetadata> Run(TaskName name, object? input = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input);
        return await End(id);
    }

    public Task<OrchestrationMetadata> End(string id) =>
        Client.WaitForInstanceCompletionAsync(id).WaitAsync(TimeSpan.FromSeconds(30));
}
