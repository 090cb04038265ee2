using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Timers;

/// <summary>
/// Asks for the synchronisations that are due. An integration's slots begin with its creation, one every ScheduleMinutes; of slots that were
/// missed only the last is made up for. Message and run have ids made of integration and slot, so asking twice does nothing twice.
/// </summary>
internal sealed partial class SyncSchedule(
    ITenants tenants,
    IntegrationService integrations,
    IMessageQueue queue,
    TimeProvider clock,
    ILogger<SyncSchedule> log
) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    /// <summary>The same tick in NCRONTAB, where the Functions host has the clock.</summary>
    public const string Cron = "*/15 * * * * *";

    private readonly ConcurrentDictionary<string, long> _asked = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        try
        {
            do
            {
                try
                {
                    await AskForDue(stoppingToken);
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

    /// <summary>Sends a message for every integration with a slot that was not asked for yet.</summary>
    internal async Task AskForDue(CancellationToken ct)
    {
        await foreach (var space in tenants.Spaces(ct))
        {
            try
            {
                await foreach (var integration in integrations.Scheduled(space, ct))
                {
                    await Ask(space, integration, ct);
                }
            }
            // One tenant's trouble is not the others'; the storage's is everybody's.
            catch (Exception e) when (e is not (OperationCanceledException or StorageException))
            {
                LogTenant(log, space, e);
            }
        }
    }

    private async Task Ask(string tenantId, Integration integration, CancellationToken ct)
    {
        var age = clock.GetUtcNow() - integration.CreatedAt;
        var slot = (long)(age.TotalMinutes / integration.ScheduleMinutes!.Value);
        // The interval is part of the key: with another one the slots are others.
        var key = $"{integration.Id}/{integration.ScheduleMinutes}";
        if (slot < 1 || _asked.GetValueOrDefault(key) == slot)
        {
            return;
        }
        string[] parts =
        [
            tenantId,
            integration.Id,
            integration.ScheduleMinutes.Value.ToString(CultureInfo.InvariantCulture),
            slot.ToString(CultureInfo.InvariantCulture),
        ];
        var request = new SyncRequest(integration.Id, Identifiers.From("run", parts), "schedule");
        var body = JsonSerializer.SerializeToUtf8Bytes(request, SyncRequestJson.Default.SyncRequest);
        await queue.Send(new OutgoingMessage(SyncRequest.Queue, Identifiers.From("msg", parts), tenantId, body), ct);
        _asked[key] = slot;
    }

    [LoggerMessage(
        LogLevel.Error,
        "Due synchronisations of tenant {Tenant} could not be asked for; the next try is in 15 s."
    )]
    private static partial void LogTenant(ILogger log, string tenant, Exception e);

    [LoggerMessage(LogLevel.Error, "Due synchronisations could not be asked for; the next try is in 15 s. {Reason}")]
    private static partial void LogStorage(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "Due synchronisations could not be asked for; the next try is in 15 s.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
