using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Platform.Messages.Outbox;

/// <summary>Runs the relay as long as the process does. The outbox is opened behind the start, which nobody has to wait for.</summary>
internal sealed class OutboxService(IServiceProvider services) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await services.GetRequiredService<OutboxRelay>().Run(stoppingToken).ConfigureAwait(false);
    }
}
