using IntegrationFunctions.Identity.RateLimits;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Http.Guards;

/// <summary>
/// Gives back what this process holds of limits and quotas and has not used: after a pause, and at a stop. A process that is killed loses it: that
/// many calls fewer, never more.
/// </summary>
internal sealed partial class LeaseKeeper(IServiceProvider services, TimeProvider clock, ILogger<LeaseKeeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await GiveBack(all: true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await GiveBack(all: false, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task GiveBack(bool all, CancellationToken ct)
    {
        try
        {
            // Asked for late: under the Functions host the storage is opened after the server listens.
            await services.GetRequiredService<RateLimiter>().GiveBack(all, ct);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            LogLost(log, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Unused calls of limits and quotas could not be given back. {Reason}")]
    private static partial void LogLost(ILogger log, string reason);
}
