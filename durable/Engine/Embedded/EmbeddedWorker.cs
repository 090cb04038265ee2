using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// Lets the engine run as long as the host does. It stops before any other service does: a step under way may need them, and would fail for
/// no reason but the end of the process.
/// </summary>
internal sealed class EmbeddedWorker(WorkflowEngine engine) : IHostedLifecycleService
{
    private Task? _stopped;

    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync();

    public Task StoppingAsync(CancellationToken cancellationToken) => _stopped ??= engine.StopAsync(cancellationToken);

    // A host that knows no lifecycle calls only this.
    public Task StopAsync(CancellationToken cancellationToken) => StoppingAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
