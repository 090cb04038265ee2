using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Timers;

/// <summary>Removes documents whose time has come, and what change feeds no longer need: every minute, a little at a time, until none is left.</summary>
internal sealed partial class HouseKeeping(IDocumentStores stores, TimeProvider clock, ILogger<HouseKeeping> log)
    : BackgroundService
{
    private const int Max = 1000;

    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    /// <summary>The same tick in NCRONTAB, where the Functions host has the clock.</summary>
    public const string Cron = "0 * * * * *";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        try
        {
            do
            {
                try
                {
                    await Run(stoppingToken);
                }
                catch (StorageException e)
                {
                    LogStorage(log, e.Message);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogFailed(log, e);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <summary>Goes on until less than the most was removed.</summary>
    internal async Task Run(CancellationToken ct)
    {
        var removed = 0L;
        int last;
        do
        {
            last = await stores.KeepHouse(Max, ct);
            removed += last;
        } while (last >= Max);
        if (removed > 0)
        {
            LogRemoved(log, removed);
        }
    }

    [LoggerMessage(LogLevel.Information, "Removed {Count} expired documents and entries of change feeds.")]
    private static partial void LogRemoved(ILogger log, long count);

    [LoggerMessage(LogLevel.Error, "Expired documents could not be removed; the next try is in a minute. {Reason}")]
    private static partial void LogStorage(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "Expired documents could not be removed; the next try is in a minute.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
