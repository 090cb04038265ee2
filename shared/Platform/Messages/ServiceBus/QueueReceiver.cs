using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>A delivery as it came, with the link that it came over and the session that the link holds.</summary>
internal sealed record Delivered(Message Wire, ReceiverLink Link, string? Session, DateTimeOffset SessionLockedUntil)
{
    /// <summary>Service Bus's lock token is the delivery's tag, a UUID in the order of .NET's bytes.</summary>
    public Guid Token { get; } = Wire.DeliveryTag is { Length: 16 } tag ? new Guid(tag) : Guid.Empty;

    public DateTimeOffset LockedUntil =>
        Session is null ? WireMessage.Time(Wire, WireMessage.LockedUntil) ?? default : SessionLockedUntil;
}

/// <summary>Takes the messages of one queue, or of its dead letters, off the broker.</summary>
internal sealed class QueueReceiver(
    ServiceBusConnection connection,
    ServiceBusOptions options,
    string entity,
    bool sessions
)
{
    // Between the messages that come back to back.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(55);
    private static readonly Symbol SessionFilter = new("com.microsoft:session-filter");
    private static readonly Symbol ServerTimeout = new("com.microsoft:timeout");
    private static readonly Symbol SessionLockedUntil = new("com.microsoft:locked-until-utc");
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentQueue<Delivered> _ready = new();
    private ReceiverLink? _link;

    /// <summary>Up to <paramref name="max"/>; none where the broker has none.</summary>
    public async Task<List<Delivered>> Take(int max, DateTimeOffset now, CancellationToken ct)
    {
        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var taken = new List<Delivered>();
            while (taken.Count < max && _ready.TryDequeue(out var ready))
            {
                if (ready.LockedUntil > now && (ready.Session is null || ready.Link.IsUsable()))
                {
                    taken.Add(ready);
                }
            }
            if (taken.Count < max)
            {
                await (sessions ? TakeSessions(taken, max, ct) : TakeMessages(taken, max, ct)).ConfigureAwait(false);
            }
            return taken;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Returns when something is there, and holds it for the next <see cref="Take"/>; or for no reason.</summary>
    public async Task Wait(CancellationToken ct)
    {
        if (!_ready.IsEmpty)
        {
            return;
        }
        if (sessions)
        {
            if (await NextSession(LongWait, ct).ConfigureAwait(false) is { } session)
            {
                _ready.Enqueue(session);
            }
            return;
        }
        // A link of its own: one that is given up takes its credit with it.
        var link = await connection.Run(entity, Attach, ct).ConfigureAwait(false);
        try
        {
            link.SetCredit(1, CreditMode.Manual);
            var message = await link.ReceiveAsync(LongWait).WaitAsync(ct).ConfigureAwait(false);
            if (message is not null)
            {
                _ready.Enqueue(new(message, link, null, default));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw ServiceBusErrors.From(e, entity);
        }
        finally
        {
            // The lock of its message is the broker's, and stays.
            Close(link);
        }
    }

    /// <summary>Ends the receiver's own link.</summary>
    public void Close()
    {
        if (_link is not null)
        {
            Close(_link);
        }
    }

    /// <summary>Ends a link without waiting for the broker's answer.</summary>
    public static void Close(ReceiverLink link)
    {
        try
        {
            link.Close(TimeSpan.Zero, null);
        }
        catch (AmqpException)
        {
            // It is closed already.
        }
    }

    private Task TakeMessages(List<Delivered> taken, int max, CancellationToken ct)
    {
        var before = taken.Count;
        return connection.Run(
            entity,
            async channel =>
            {
                if (_link is null || !_link.IsUsable())
                {
                    _link = await Attach(channel).ConfigureAwait(false);
                }
                _link.SetCredit(max - before, CreditMode.Drain);
                while (
                    taken.Count < max
                    && await _link
                        .ReceiveAsync(taken.Count == 0 ? options.ReceiveWait : Gap)
                        .WaitAsync(ct)
                        .ConfigureAwait(false)
                        is { } message
                )
                {
                    taken.Add(new(message, _link, null, default));
                }
                return true;
            },
            ct
        );
    }

    private async Task TakeSessions(List<Delivered> taken, int max, CancellationToken ct)
    {
        while (
            taken.Count < max
            && await NextSession(taken.Count == 0 ? options.ReceiveWait : Gap, ct).ConfigureAwait(false) is { } session
        )
        {
            taken.Add(session);
        }
    }

    private async Task<ReceiverLink> Attach(ServiceBusChannel channel)
    {
        await channel.Claim(entity.Split('/')[0], CancellationToken.None).ConfigureAwait(false);
        return new ReceiverLink(channel.Session, $"receive-{entity}-{Guid.NewGuid():N}", entity);
    }

    // A link that asks for whichever session has messages and is nobody's; one message of it, for the next must wait.
    private Task<Delivered?> NextSession(TimeSpan wait, CancellationToken ct) =>
        connection.Run(
            entity,
            async channel =>
            {
                await channel.Claim(entity, ct).ConfigureAwait(false);
                var attached = new TaskCompletionSource<Attach?>(TaskCreationOptions.RunContinuationsAsynchronously);
                var link = new ReceiverLink(
                    channel.Session,
                    $"session-{entity}-{Guid.NewGuid():N}",
                    new Attach
                    {
                        Source = new Source
                        {
                            Address = entity,
                            FilterSet = new Map { [SessionFilter] = null },
                        },
                        Target = new Target(),
                        Properties = new Fields { [ServerTimeout] = (uint)wait.TotalMilliseconds },
                    },
                    (_, answer) =>
                    {
                        // Without a source it is about to be refused.
                        if (answer.Source is not null)
                        {
                            attached.TrySetResult(answer);
                        }
                    }
                );
                link.Closed += (_, error) =>
                {
                    if (error is null || ServerTimeout.Equals(error.Condition))
                    {
                        attached.TrySetResult(null);
                    }
                    else
                    {
                        attached.TrySetException(new AmqpException(error));
                    }
                };
                try
                {
                    if (
                        await attached.Task.WaitAsync(wait + options.Patience, ct).ConfigureAwait(false)
                        is not { } answer
                    )
                    {
                        return null;
                    }
                    var session = (answer.Source as Source)?.FilterSet?[SessionFilter] as string;
                    var until = answer.Properties?[SessionLockedUntil] is long ticks
                        ? new DateTimeOffset(ticks, TimeSpan.Zero)
                        : DateTimeOffset.MaxValue;
                    link.SetCredit(1, CreditMode.Manual);
                    var message = await link.ReceiveAsync(options.ReceiveWait).WaitAsync(ct).ConfigureAwait(false);
                    if (message is not null && session is not null)
                    {
                        return new Delivered(message, link, session, until);
                    }
                    Close(link);
                    return null;
                }
                catch
                {
                    Close(link);
                    throw;
                }
            },
            ct
        );
}
