using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>Looks now and then for messages whose batch was committed and whose sender died before the queue had them.</summary>
/// <param name="stores">Holds them.</param>
/// <param name="clock">Waits.</param>
/// <param name="log">Hears of failures; the next round tries again.</param>
public sealed partial class CosmosOutboxRelay(
    CosmosDocumentStores stores,
    TimeProvider clock,
    ILogger<CosmosOutboxRelay> log
) : BackgroundService
{
    private const int Round = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var sent = 0;
            try
            {
                sent = await stores.RelayMessages(Round, stoppingToken).ConfigureAwait(false);
            }
            catch (StorageException e)
            {
                LogFailed(log, e);
            }
            if (sent < Round)
            {
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Messages of committed batches wait for the queue; they are tried again")]
    private static partial void LogFailed(ILogger log, Exception e);
}
