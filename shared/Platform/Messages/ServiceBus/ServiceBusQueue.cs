using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>
/// Queues of Azure Service Bus over AMQP 1.0. Locks are as long as the queue's. What comes back after a delay is a copy, scheduled before the
/// original is completed: its count of deliveries goes on, its sequence number is another.
/// </summary>
/// <param name="options">Where it is.</param>
/// <param name="queues">What is declared; the queues there must be as declared, which infra/bicep sees to.</param>
/// <param name="clock">For delays and for the ends of tokens.</param>
/// <param name="log">Hears of outages.</param>
public sealed partial class ServiceBusQueue(
    ServiceBusOptions options,
    QueueCatalogue queues,
    TimeProvider clock,
    ILogger<ServiceBusQueue> log
) : IMessageQueue, IAsyncDisposable
{
    private const string Completed = "completed";
    private const string Abandoned = "abandoned";
    private const string Suspended = "suspended";
    private static readonly TimeSpan Forget = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, QueueReceiver> _receivers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Delivered> _held = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly ServiceBusConnection _connection = new(options, clock, log);
    private Management Manager => field ??= new Management(_connection, options.Patience);

    /// <inheritdoc/>
    public async Task<bool> Send(OutgoingMessage message, CancellationToken ct = default)
    {
        MessageRules.Check(message, queues.Of(message.Queue));
        await SendChecked(MessageProperties.Traced(message), ct).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> SendMany(
        IReadOnlyList<OutgoingMessage> messages,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckMax(messages.Count);
        foreach (var message in messages)
        {
            MessageRules.Check(message, queues.Of(message.Queue));
        }
        // All are on their way before the first is confirmed; one link keeps their order.
        await Task.WhenAll(messages.Select(message => SendChecked(MessageProperties.Traced(message), ct)))
            .ConfigureAwait(false);
        return [.. messages.Select(_ => true)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedMessage>> Receive(
        string queue,
        int max,
        TimeSpan lockDuration,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckQueue(queue);
        MessageRules.CheckMax(max);
        MessageRules.CheckLock(lockDuration);
        var now = clock.GetUtcNow();
        ForgetLost(now);
        var received = new List<ReceivedMessage>();
        foreach (var delivered in await Receiver(queue).Take(max, now, ct).ConfigureAwait(false))
        {
            _held[delivered.Token] = delivered;
            var message = WireMessage.Read(queue, delivered.Wire, delivered.Token.ToString(), delivered.LockedUntil);
            if (message.DeliveryCount <= queues.Of(queue).MaxDeliveries)
            {
                received.Add(message);
            }
            else
            {
                // The broker counts the deliveries of a copy from one again.
                await GiveUp(message, ct).ConfigureAwait(false);
            }
        }
        return received;
    }

    /// <inheritdoc/>
    public Task WaitForMessage(string queue, CancellationToken ct = default)
    {
        MessageRules.CheckQueue(queue);
        ct.ThrowIfCancellationRequested();
        return Receiver(queue).Wait(ct);
    }

    /// <inheritdoc/>
    public Task<bool> Complete(ReceivedMessage message, CancellationToken ct = default) =>
        Settle(message, Completed, null, null, ct);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> CompleteMany(
        IReadOnlyList<ReceivedMessage> messages,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckMax(messages.Count);
        var queue = messages[0].Queue;
        var tokens = messages.Select(Token).OfType<Guid>().ToArray();
        if (tokens.Length == messages.Count && messages.All(m => m.Queue == queue) && !queues.Of(queue).Ordered)
        {
            if (await Manager.Settle(queue, tokens, Completed, null, null, null, ct).ConfigureAwait(false))
            {
                foreach (var token in tokens)
                {
                    LetGo(token);
                }
                return [.. messages.Select(_ => true)];
            }
        }
        // One of them is lost; which, only asking one by one tells.
        return await Task.WhenAll(messages.Select(message => Complete(message, ct))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> Abandon(ReceivedMessage message, TimeSpan delay, CancellationToken ct = default)
    {
        MessageRules.CheckDelay(message, delay);
        if (message.DeliveryCount >= queues.Of(message.Queue).MaxDeliveries)
        {
            return await GiveUp(message, ct).ConfigureAwait(false);
        }
        if (delay < TimeSpan.FromMilliseconds(1))
        {
            return await Settle(message, Abandoned, null, null, ct).ConfigureAwait(false);
        }
        if (Left(message) <= delay)
        {
            const string Why = DeadLetterReasons.ExpiredDescription;
            return await Settle(message, Suspended, DeadLetterReasons.Expired, Why, ct).ConfigureAwait(false);
        }
        return queues.Of(message.Queue).Ordered
            ? await HoldBack(message, delay, ct).ConfigureAwait(false)
            : await Reschedule(message, delay, ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<bool> DeadLetter(
        ReceivedMessage message,
        string reason,
        string? description = null,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckReason(reason, description);
        return Settle(message, Suspended, reason, description, ct);
    }

    /// <inheritdoc/>
    public async Task<ReceivedMessage?> Renew(
        ReceivedMessage message,
        TimeSpan lockDuration,
        CancellationToken ct = default
    )
    {
        MessageRules.CheckLock(lockDuration);
        if (Token(message) is not { } token)
        {
            return null;
        }
        var session = Session(token);
        if (session is null && queues.Of(message.Queue).Ordered)
        {
            return null;
        }
        var until = session is null
            ? await Manager.Renew(message.Queue, token, ct).ConfigureAwait(false)
            : await Manager.RenewSession(message.Queue, session, ct).ConfigureAwait(false);
        return until is { } time ? message with { LockedUntil = time } : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A container that gives it out under two names disposes of it twice.
        if (_stopped.IsCancellationRequested)
        {
            return;
        }
        await _stopped.CancelAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private QueueReceiver Receiver(string queue) =>
        _receivers.GetOrAdd(queue, name => new QueueReceiver(_connection, options, name, queues.Of(name).Ordered));

    private Task<bool> SendChecked(OutgoingMessage message, CancellationToken ct) =>
        SendWire(message.Queue, WireMessage.New(message, queues.Of(message.Queue), clock.GetUtcNow()), ct);

    private Task<bool> SendWire(string queue, Amqp.Message wire, CancellationToken ct) =>
        _connection.Run(
            $"sending to {queue}",
            async channel =>
            {
                var sender = await channel.Sender(queue, ct).ConfigureAwait(false);
                await sender.SendAsync(wire, options.Patience).WaitAsync(ct).ConfigureAwait(false);
                return true;
            },
            ct
        );

    private Task<bool> GiveUp(ReceivedMessage message, CancellationToken ct)
    {
        var most = queues.Of(message.Queue).MaxDeliveries;
        var why = DeadLetterReasons.MaxDeliveriesDescription(most);
        return Settle(message, Suspended, DeadLetterReasons.MaxDeliveries, why, ct);
    }

    private async Task<bool> Settle(
        ReceivedMessage message,
        string status,
        string? reason,
        string? description,
        CancellationToken ct
    )
    {
        if (Token(message) is not { } token)
        {
            return false;
        }
        var session = Session(token);
        // The lock of a session goes with its link.
        if (session is null && queues.Of(message.Queue).Ordered)
        {
            return false;
        }
        var settled = await Manager
            .Settle(message.Queue, [token], status, session, reason, description, ct)
            .ConfigureAwait(false);
        LetGo(token);
        return settled;
    }

    private async Task<bool> Reschedule(ReceivedMessage message, TimeSpan delay, CancellationToken ct)
    {
        if (Token(message) is null)
        {
            return false;
        }
        var at = clock.GetUtcNow() + delay;
        var copy = WireMessage.Copy(
            message,
            queues.Of(message.Queue),
            $"{message.SequenceNumber}.{message.DeliveryCount}",
            message.DeliveryCount
        );
        if (Left(message) is { } left)
        {
            copy.Header.Ttl = (uint)Math.Max(1, (left - delay).TotalMilliseconds);
        }
        WireMessage.Schedule(copy, at);
        var number = await Manager.Schedule(message.Queue, copy, ct).ConfigureAwait(false);
        if (await Complete(message, ct).ConfigureAwait(false))
        {
            return true;
        }
        // The original is somebody else's by now.
        await Manager.Cancel(message.Queue, number, ct).ConfigureAwait(false);
        return false;
    }

    // How long it may still live; null: for ever.
    private TimeSpan? Left(ReceivedMessage message) =>
        Token(message) is { } token
        && _held.TryGetValue(token, out var held)
        && held.Wire.Header is { Ttl: > 0 and var life }
            ? message.EnqueuedAt + TimeSpan.FromMilliseconds(life) - clock.GetUtcNow()
            : null;

    // A copy would come behind those that have to wait for it. So the session is kept, which is all that keeps them waiting.
    private async Task<bool> HoldBack(ReceivedMessage message, TimeSpan delay, CancellationToken ct)
    {
        if (await Renew(message, TimeSpan.FromMinutes(1), ct).ConfigureAwait(false) is not { } renewed)
        {
            return false;
        }
        _ = GiveBackLater(renewed, delay);
        return true;
    }

    private async Task GiveBackLater(ReceivedMessage message, TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, clock, _stopped.Token).ConfigureAwait(false);
            await Settle(message, Abandoned, null, null, _stopped.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The connection is closed, and the session free.
        }
        catch (MessagingException e)
        {
            // The lock runs out by itself, and the message comes back then.
            LogGiveBack(log, message.Queue, message.Id, e.Message);
        }
    }

    private static Guid? Token(ReceivedMessage message) =>
        Guid.TryParse(message.LockToken, out var token) && token != Guid.Empty ? token : null;

    private string? Session(Guid token) =>
        _held.TryGetValue(token, out var held) && held.Link.IsUsable() ? held.Session : null;

    private void LetGo(Guid token)
    {
        if (!_held.TryRemove(token, out var held) || !held.Link.IsUsable())
        {
            return;
        }
        if (held.Session is not null)
        {
            QueueReceiver.Close(held.Link);
            return;
        }
        // It is settled at the broker; this ends it in the client's own books.
        held.Link.Accept(held.Wire);
    }

    private void ForgetLost(DateTimeOffset now)
    {
        foreach (var (token, held) in _held)
        {
            if (held.LockedUntil < now - Forget)
            {
                LetGo(token);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Message {Id} of queue {Queue} comes back when its lock ends, not when it was to. {Reason}"
    )]
    private static partial void LogGiveBack(ILogger log, string queue, string id, string reason);
}
