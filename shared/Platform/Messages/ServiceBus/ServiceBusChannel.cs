using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>One connection that is open, with the links that were needed so far. When it breaks, it is thrown away and another is opened.</summary>
internal sealed class ServiceBusChannel : IAsyncDisposable
{
    private static readonly TimeSpan LeastAhead = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, SenderLink> _senders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RequestLinks> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _claims = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ITimer> _renewals = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _claiming = new(1);
    private readonly Lock _opening = new();
    private readonly ServiceBusOptions _options;
    private readonly ServiceBusTokens _tokens;
    private readonly TimeProvider _clock;
    private readonly Connection _connection;

    private ServiceBusChannel(ServiceBusOptions options, TimeProvider clock, Connection connection)
    {
        _options = options;
        _clock = clock;
        _connection = connection;
        _tokens = new ServiceBusTokens(options, clock);
        Session = new Session(connection);
    }

    public Session Session { get; }

    public bool IsOpen => !_connection.IsClosed && !Session.IsClosed;

    /// <exception cref="MessagingException">It can't be opened.</exception>
    public static async Task<ServiceBusChannel> Open(
        ServiceBusOptions options,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var plain = !options.UsesClaims;
        var factory = new ConnectionFactory();
        factory.AMQP.ContainerId = $"integration-functions-{Guid.NewGuid():N}";
        factory.AMQP.HostName = options.Host;
        factory.AMQP.IdleTimeout = 60_000;
        factory.AMQP.MaxFrameSize = 64 * 1024;
        if (!plain)
        {
            factory.SASL.Profile = SaslProfile.Anonymous;
        }
        var address = new Address(
            options.Host,
            options.Port,
            plain ? options.PolicyName : null,
            plain ? options.PolicyKey : null,
            "/",
            options.UseTls ? "AMQPS" : "AMQP"
        );
        try
        {
            var opening = factory.CreateAsync(address);
            var connection = await opening.WaitAsync(options.Patience, ct).ConfigureAwait(false);
            return new ServiceBusChannel(options, clock, connection);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw ServiceBusErrors.From(e, $"connecting to {options}");
        }
    }

    /// <summary>The queue's sender; opened again where it was closed.</summary>
    public async Task<SenderLink> Sender(string queue, CancellationToken ct)
    {
        await Claim(queue, ct).ConfigureAwait(false);
        lock (_opening)
        {
            if (_senders.TryGetValue(queue, out var open) && open.IsUsable())
            {
                return open;
            }
            return _senders[queue] = new SenderLink(Session, $"send-{queue}-{Guid.NewGuid():N}", queue);
        }
    }

    /// <summary>Who answers for a queue or for its dead letters.</summary>
    public async Task<RequestLinks> Management(string entity, CancellationToken ct)
    {
        await Claim(entity.Split('/')[0], ct).ConfigureAwait(false);
        return Requests($"{entity}/$management");
    }

    /// <summary>Makes sure that the broker lets us at a queue, and goes on to.</summary>
    /// <exception cref="MessagingException">It doesn't.</exception>
    public async Task Claim(string queue, CancellationToken ct)
    {
        if (!_options.UsesClaims || Holds(queue))
        {
            return;
        }
        await _claiming.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (!Holds(queue))
            {
                await Put(queue, ct).ConfigureAwait(false);
            }
        }
        finally
        {
            _claiming.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var timer in _renewals.Values)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }
        try
        {
            await _connection.CloseAsync(TimeSpan.FromSeconds(5), null).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmqpException or TimeoutException or IOException)
        {
            // It is broken already.
        }
    }

    private bool Holds(string queue) => _claims.TryGetValue(queue, out var until) && until > _clock.GetUtcNow();

    private async Task Put(string queue, CancellationToken ct)
    {
        var audience = $"sb://{_options.Host}/{queue}";
        var token = await _tokens.For(audience, ct).ConfigureAwait(false);
        using var request = new Message
        {
            ApplicationProperties = new ApplicationProperties
            {
                ["operation"] = "put-token",
                ["type"] = token.Type,
                ["name"] = audience,
                ["expiration"] = token.Expires.UtcDateTime,
            },
            BodySection = new AmqpValue { Value = token.Text },
        };
        var answer = await Requests("$cbs").Ask(request, _options.Patience, ct).ConfigureAwait(false);
        if (RequestLinks.Status(answer) is not (>= 200 and < 300) and var status)
        {
            throw ServiceBusErrors.From(status, $"signing in for {queue}");
        }
        _claims[queue] = token.Expires;
        RenewInTime(queue, token.Expires);
    }

    // Well before its end, so that there is time to try again; a broker whose token ran out closes the links.
    private void RenewInTime(string queue, DateTimeOffset expires)
    {
        if (expires == DateTimeOffset.MaxValue)
        {
            return;
        }
        var left = expires - _clock.GetUtcNow();
        var ahead = left / 4 > LeastAhead ? left / 4 : LeastAhead;
        var due = left > ahead * 2 ? left - ahead : left / 2;
        var timer = _clock.CreateTimer(
            _ => _ = Renew(queue),
            null,
            due > TimeSpan.FromSeconds(1) ? due : TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan
        );
        if (_renewals.TryRemove(queue, out var before))
        {
            before.Dispose();
        }
        _renewals[queue] = timer;
    }

    private async Task Renew(string queue)
    {
        try
        {
            await _claiming.WaitAsync().ConfigureAwait(false);
            try
            {
                await Put(queue, CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                _claiming.Release();
            }
        }
        catch (MessagingException) when (IsOpen && Holds(queue))
        {
            RenewInTime(queue, _claims[queue]);
        }
        catch (MessagingException)
        {
            // Whoever needs the queue next finds no claim, asks for it, and is told why he doesn't get it.
            _claims.TryRemove(queue, out _);
        }
    }

    private RequestLinks Requests(string address)
    {
        lock (_opening)
        {
            if (_requests.TryGetValue(address, out var open) && open.IsOpen)
            {
                return open;
            }
            return _requests[address] = new RequestLinks(Session, address);
        }
    }
}

internal static class LinkStates
{
    /// <summary>Whether a link may still be used: one that the broker detaches has its error before it is closed.</summary>
    public static bool IsUsable(this Link link) => !link.IsClosed && link.Error is null;
}
