using IntegrationFunctions.Identity.Audit;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Identity.RateLimits;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Http.Guards;

/// <summary>
/// Keeps the signed ends of audit logs, and gives back what this process holds of limits and quotas and has not used: after a pause, and at a stop. A process that is killed loses it: that
/// many calls fewer, never more.
/// </summary>
internal sealed partial class GuardKeeper(IServiceProvider services, TimeProvider clock, ILogger<GuardKeeper> log)
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
            await services.GetRequiredService<QuotaMeter>().GiveBack(all, ct);
            await services.GetRequiredService<IAuditLog>().Anchor(ct);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            LogLost(log, e.Message);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Unused calls of limits and quotas, or ends of audit logs, could not be kept. {Reason}"
    )]
    private static partial void LogLost(ILogger log, string reason);
}
