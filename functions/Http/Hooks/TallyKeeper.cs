using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Webhooks.Incoming;

namespace IntegrationFunctions.Functions.Http.Hooks;

/// <summary>Writes down every few seconds, and at a stop, what was counted at the addresses of webhooks.</summary>
internal sealed partial class TallyKeeper(IServiceProvider services, TimeProvider clock, ILogger<TallyKeeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Write(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Write(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Write(CancellationToken ct)
    {
        try
        {
            // Asked for late: under the Functions host the storage is opened after the server listens.
            await services.GetRequiredService<IncomingTally>().Write(ct);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            LogLost(log, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Counts of refused and repeated webhooks could not be kept. {Reason}")]
    private static partial void LogLost(ILogger log, string reason);
}
