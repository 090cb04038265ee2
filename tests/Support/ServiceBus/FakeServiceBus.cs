using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Listener;
using Amqp.Types;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Tests.Support.ServiceBus;

/// <summary>
/// Service Bus as its protocol guide describes it, over AMQP 1.0 on a port of this machine, on a clock that the test has, with faults on
/// demand. It has a policy <see cref="Policy"/> with the key <see cref="Key"/>, which signs in by SASL PLAIN or by tokens on $cbs.
/// </summary>
internal sealed class FakeServiceBus : IDisposable
{
    public const string Policy = "tests";
    public const string Key = "c2VjcmV0LWtleS1vZi10ZXN0cw==";
    private readonly Lock _lock = new();
    private readonly ManualTimeProvider _clock;
    private readonly Dictionary<string, FakeQueue> _queues = new(StringComparer.Ordinal);
    private readonly List<FakeLink> _links = [];
    private readonly HashSet<Connection> _connections = [];
    private readonly ConditionalWeakTable<Message, byte[]> _tags = [];
    private ContainerHost _host;

    public FakeServiceBus(ManualTimeProvider clock, IEnumerable<QueueOptions> queues)
    {
        _clock = clock;
        foreach (var options in queues)
        {
            _queues.Add(options.Name, new FakeQueue(options, clock, RingAt));
        }
        Claims = new FakeClaims(clock);
        _host = Start();
    }

    public int Port { get; } = FreePort();

    public FakeClaims Claims { get; }

    /// <summary>How many connections have been opened so far.</summary>
    public int Opened { get; private set; }

    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{Port}/;SharedAccessKeyName={Policy};SharedAccessKey={Key};UseDevelopmentEmulator=true";

    /// <summary>Cuts every connection.</summary>
    public void DropConnections()
    {
        Connection[] open;
        lock (_lock)
        {
            open = [.. _connections.Where(c => !c.IsClosed)];
            _connections.Clear();
        }
        foreach (var connection in open)
        {
            connection.Close(
                TimeSpan.Zero,
                new Error(new Symbol("amqp:connection:forced")) { Description = "restarting" }
            );
        }
    }

    /// <summary>Detaches every link that delivers messages or takes them.</summary>
    public void DetachLinks()
    {
        FakeLink[] links;
        lock (_lock)
        {
            links = [.. _links];
        }
        foreach (var link in links)
        {
            link.Detach("com.microsoft:server-busy");
        }
    }

    /// <summary>Away from the network.</summary>
    public void Stop() => _host.Close();

    /// <summary>Back on the network, with all that it had.</summary>
    public void Restart() => _host = Start();

    public void Dispose() => _host.Close();

    /// <summary>Something with a queue of the fake; what has become due or free since goes out afterwards.</summary>
    internal T With<T>(string address, Func<FakeQueue, T> work)
    {
        T result;
        lock (_lock)
        {
            result = work(Find(address));
        }
        Pump();
        return result;
    }

    /// <summary>The queue that an address names.</summary>
    /// <exception cref="AmqpException">There is none.</exception>
    internal FakeQueue Find(string address)
    {
        var parts = address.Split('/');
        return _queues.TryGetValue(parts[0], out var queue)
            ? parts.Length > 1 && parts[1] == "$deadletterqueue"
                ? queue.Dead
                : queue
            : throw new AmqpException(new Error(ErrorCode.NotFound) { Description = $"There is no {parts[0]}." });
    }

    internal void Send(ListenerLink link, FakeEntry entry)
    {
        var message = entry.ToMessage(entry.Deliveries - 1);
        _tags.Add(message, entry.Lock!.Value.ToByteArray());
        link.SendMessage(message);
    }

    internal void Add(FakeLink link)
    {
        lock (_lock)
        {
            _links.Add(link);
        }
    }

    internal void Remove(FakeLink link)
    {
        lock (_lock)
        {
            _links.Remove(link);
        }
        Pump();
    }

    /// <summary>Gives every link what it has credit for.</summary>
    internal void Pump()
    {
        List<FakeLink> lost;
        lock (_lock)
        {
            foreach (var link in _links.ToArray())
            {
                link.Deliver();
            }
            lost = [.. _queues.Values.SelectMany(q => q.LostSessions).OfType<FakeLink>()];
            foreach (var queue in _queues.Values)
            {
                queue.LostSessions.Clear();
            }
        }
        foreach (var link in lost)
        {
            link.Detach("com.microsoft:session-lock-lost");
        }
    }

    private void RingAt(DateTimeOffset time)
    {
        ITimer? timer = null;
        timer = _clock.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                Pump();
            },
            null,
            time > _clock.GetUtcNow() ? time - _clock.GetUtcNow() : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan
        );
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private ContainerHost Start()
    {
        var host = new ContainerHost(new Address($"amqp://127.0.0.1:{Port}"));
        var listener = host.Listeners[0];
        listener.SASL.EnablePlainMechanism(Policy, Key);
        listener.SASL.EnableAnonymousMechanism = true;
        listener.HandlerFactory = _ => new Tagger(this);
        host.RegisterRequestProcessor("$cbs", Claims);
        foreach (var (name, queue) in _queues)
        {
            host.RegisterRequestProcessor($"{name}/$management", new FakeManagement(this, name));
            host.RegisterRequestProcessor(
                $"{name}/$deadletterqueue/$management",
                new FakeManagement(this, $"{name}/$deadletterqueue")
            );
        }
        host.RegisterLinkProcessor(new FakeLinks(this));
        host.Open();
        return host;
    }

    // Service Bus's delivery tags are its lock tokens.
    private sealed class Tagger(FakeServiceBus bus) : IHandler
    {
        public bool CanHandle(EventId id) => id is EventId.SendDelivery or EventId.ConnectionRemoteOpen;

        public void Handle(Event protocolEvent)
        {
            if (protocolEvent.Id == EventId.ConnectionRemoteOpen)
            {
                lock (bus._lock)
                {
                    bus._connections.Add(protocolEvent.Connection);
                    bus.Opened++;
                }
            }
            else if (
                protocolEvent.Context is IDelivery delivery
                && bus._tags.TryGetValue(delivery.Message, out var tag)
            )
            {
                delivery.Tag = tag;
            }
        }
    }
}
