using System.Diagnostics;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>
/// Hands the messages of every queue to its trigger: several at once, each under a lock that is kept while it is handled. A failure gives the
/// message back with a growing delay; the queue puts it aside after its last delivery.
/// </summary>
internal sealed partial class QueuePump(
    IEnumerable<IQueueTrigger> triggers,
    IMessageQueue queue,
    TimeProvider clock,
    ILogger<QueuePump> log
) : BackgroundService, IHostedLifecycleService
{
    private static readonly ActivitySource Source = new("IntegrationFunctions.Messages");
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(triggers.Select(trigger => Pump(trigger, stoppingToken)));

    /// <summary>Stops before the engine does, which stops before all else.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Pump(IQueueTrigger trigger, CancellationToken stop)
    {
        await Task.Yield();
        var handling = new HashSet<Task>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var messages = await queue.Receive(trigger.Queue, trigger.AtOnce - handling.Count, Lock, stop);
                handling.UnionWith(messages.Select(message => Handle(trigger, message, stop)));
                if (handling.Count >= trigger.AtOnce)
                {
                    await Task.WhenAny(handling);
                }
                else if (messages.Count == 0)
                {
                    await queue.WaitForMessage(trigger.Queue, stop);
                }
                handling.RemoveWhere(task => task.IsCompleted);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogQueue(log, e, trigger.Queue);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stop).ContinueWith(_ => { }, CancellationToken.None);
            }
        }
        await Task.WhenAll(handling);
    }

    /// <summary>Never throws: what goes wrong with one message is that message's affair.</summary>
    private async Task Handle(IQueueTrigger trigger, ReceivedMessage message, CancellationToken stop)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var renewal = Renew(message, done.Token);
        try
        {
            try
            {
                using var activity = Trace(message);
                await trigger.Handle(message, stop);
            }
            finally
            {
                await done.CancelAsync();
                await renewal;
            }
            await queue.Complete(message, CancellationToken.None);
        }
        catch (Exception e)
        {
            var stopped = stop.IsCancellationRequested;
            if (!stopped)
            {
                LogHandle(log, e, trigger.Queue, message.Id, message.DeliveryCount);
            }
            await GiveBack(message, stopped ? TimeSpan.Zero : Delay(message.DeliveryCount));
        }
    }

    private async Task Renew(ReceivedMessage message, CancellationToken done)
    {
        try
        {
            while (true)
            {
                // Service Bus decides itself how long a lock is.
                var left = (message.LockedUntil - clock.GetUtcNow()) / 2;
                await Task.Delay(left < Lock / 2 ? Shortest(left) : Lock / 2, clock, done);
                message =
                    await queue.Renew(message, Lock, done) ?? message with { LockedUntil = DateTimeOffset.MaxValue };
            }
        }
        catch (OperationCanceledException) { }
        catch (Exception e)
        {
            // The lock may run out, and the message come a second time: triggers are made for that.
            LogQueue(log, e, message.Queue);
        }
    }

    // Goes on with the trace of whoever sent the message.
    private static Activity? Trace(ReceivedMessage message) =>
        Source.StartActivity(
            $"{message.Queue} process",
            ActivityKind.Consumer,
            message.Properties.GetValueOrDefault(MessageProperties.TraceParent)
        );

    private static TimeSpan Shortest(TimeSpan left) => left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);

    private async Task GiveBack(ReceivedMessage message, TimeSpan delay)
    {
        try
        {
            await queue.Abandon(message, delay, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogQueue(log, e, message.Queue);
        }
    }

    private static TimeSpan Delay(int deliveries) =>
        TimeSpan.FromSeconds(Math.Min(LongestDelay.TotalSeconds, Math.Pow(2, Math.Min(deliveries, 16) - 1)));

    [LoggerMessage(LogLevel.Error, "The queue {Queue} can't be served at the moment.")]
    private static partial void LogQueue(ILogger log, Exception e, string queue);

    [LoggerMessage(LogLevel.Warning, "Message {Id} of queue {Queue} failed at delivery {Delivery}.")]
    private static partial void LogHandle(ILogger log, Exception e, string queue, string id, int delivery);
}
