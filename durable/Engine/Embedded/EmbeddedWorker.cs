using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Lets the engine run as long as the host does.</summary>
internal sealed class EmbeddedWorker(WorkflowEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync();

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
