using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Messages.Outbox;

/// <summary>
/// Sends what is in an outbox, in order, and forgets it once the queue has it. A crash in between sends a message again, which the queue
/// drops by its id. One that the queue refuses stays and holds up no other, but for those behind it under its ordering key.
/// </summary>
/// <param name="outbox">Where the messages wait.</param>
/// <param name="queue">Where they go.</param>
/// <param name="clock">For the pauses after a failure.</param>
/// <param name="log">Hears of failures.</param>
public sealed partial class OutboxRelay(
    IOutbox outbox,
    IMessageQueue queue,
    TimeProvider clock,
    ILogger<OutboxRelay> log
)
{
    private const int AtOnce = 100;
    private const int MostDoublings = 6;

    /// <summary>Sends until it is stopped; never throws but for that.</summary>
    public async Task Run(CancellationToken stop)
    {
        var failures = 0;
        while (true)
        {
            try
            {
                // Taken before the look, so that nothing slips in between.
                var more = outbox.WaitForEntry(stop);
                var stayed = await Drain(stop).ConfigureAwait(false);
                failures = stayed == 0 ? 0 : failures + 1;
                if (failures == 0)
                {
                    await more.ConfigureAwait(false);
                    continue;
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception e)
            {
                LogFailed(log, e);
                failures++;
            }
            var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, MostDoublings) - 1));
            await Task.Delay(pause, clock, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Sends everything that is there now; returns how many messages were refused and stay.</summary>
    /// <exception cref="MessagingException">The queue can't be reached; what was not sent stays.</exception>
    public async Task<int> Drain(CancellationToken ct = default)
    {
        var stayed = 0;
        var blocked = new HashSet<(string, string, string)>();
        string? after = null;
        while (await outbox.Read(after, AtOnce, ct).ConfigureAwait(false) is { Count: > 0 } entries)
        {
            after = entries[^1].Key;
            var sent = await Send(entries, blocked, ct).ConfigureAwait(false);
            stayed += entries.Count - sent.Count;
            if (sent.Count > 0)
            {
                await outbox.Remove(sent, ct).ConfigureAwait(false);
            }
        }
        return stayed;
    }

    private async Task<IReadOnlyList<OutboxEntry>> Send(
        IReadOnlyList<OutboxEntry> entries,
        HashSet<(string, string, string)> blocked,
        CancellationToken ct
    )
    {
        if (blocked.Count == 0)
        {
            try
            {
                await queue.SendMany([.. entries.Select(e => e.Message)], ct).ConfigureAwait(false);
                return entries;
            }
            catch (Exception e) when (IsRefusal(e))
            {
                // One of them; those that went already are repeats below, and dropped.
            }
        }
        var sent = new List<OutboxEntry>();
        foreach (var entry in entries)
        {
            var message = entry.Message;
            var line = (message.Queue, message.TenantId, message.OrderingKey ?? "");
            if (message.OrderingKey is not null && blocked.Contains(line))
            {
                continue;
            }
            try
            {
                await queue.Send(message, ct).ConfigureAwait(false);
                sent.Add(entry);
            }
            catch (Exception e) when (IsRefusal(e))
            {
                LogRefused(log, message.Id, message.Queue, e.Message);
                if (message.OrderingKey is not null)
                {
                    blocked.Add(line);
                }
            }
        }
        return sent;
    }

    private static bool IsRefusal(Exception failure) =>
        failure
            is ArgumentException
                or MessagingException { Failure: MessagingFailure.Refused or MessagingFailure.NotFound };

    [LoggerMessage(LogLevel.Error, "The message {Id} stays in the outbox: the queue {Queue} refuses it. {Reason}")]
    private static partial void LogRefused(ILogger log, string id, string queue, string reason);

    [LoggerMessage(LogLevel.Warning, "Messages stay in the outbox for the moment.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
