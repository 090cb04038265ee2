using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.ServiceBus;

namespace IntegrationFunctions.Tests.Support.ServiceBus;

/// <summary>Lets links at the queues: senders, receivers, and receivers of the next session.</summary>
internal sealed class FakeLinks(FakeServiceBus bus) : ILinkProcessor
{
    private static readonly Symbol SessionFilter = new("com.microsoft:session-filter");

    public void Process(AttachContext attachContext)
    {
        try
        {
            // A client's receiver is a sender of ours.
            var delivers = attachContext.Attach.Role;
            var address = delivers
                ? ((Source)attachContext.Attach.Source).Address
                : ((Target)attachContext.Attach.Target).Address;
            bus.Find(address);
            if (!bus.Claims.Allows(attachContext.Link, address.Split('/')[0]))
            {
                attachContext.Complete(new Error(ErrorCode.UnauthorizedAccess) { Description = "No claim." });
            }
            else if (!delivers)
            {
                var link = new FakeLink(bus, address, attachContext.Link, delivers: false);
                bus.Add(link);
                attachContext.Complete(link, 1000);
            }
            else if (((Source)attachContext.Attach.Source).FilterSet?.ContainsKey(SessionFilter) == true)
            {
                _ = AcceptSession(attachContext, address);
            }
            else
            {
                var link = new FakeLink(bus, address, attachContext.Link, delivers: true);
                attachContext.Complete(link, 0);
                bus.Add(link);
            }
        }
        catch (AmqpException e)
        {
            attachContext.Complete(e.Error);
        }
    }

    // The client says how long it waits, in real time, as the network's time is.
    private async Task AcceptSession(AttachContext attach, string address)
    {
        var wait = TimeSpan.FromMilliseconds((uint)attach.Attach.Properties[new Symbol("com.microsoft:timeout")]);
        var end = TimeProvider.System.GetTimestamp();
        var link = new FakeLink(bus, address, attach.Link, delivers: true);
        var accepted = bus.With(address, queue => queue.Accept(link));
        while (accepted is null && TimeProvider.System.GetElapsedTime(end) < wait && !attach.Link.IsClosed)
        {
            await Task.Delay(5);
            accepted = bus.With(address, queue => queue.Accept(link));
        }
        if (accepted is not { } session)
        {
            attach.Complete(new Error(new Symbol("com.microsoft:timeout")));
            return;
        }
        link.Session = session.Id;
        ((Source)attach.Attach.Source).FilterSet = new Map { [SessionFilter] = session.Id };
        attach.Attach.Properties = new Fields
        {
            [new Symbol("com.microsoft:locked-until-utc")] = session.Until.UtcTicks,
        };
        attach.Complete(link, 0);
        bus.Add(link);
        if (attach.Link.IsClosed)
        {
            link.OnLinkClosed(attach.Link, null);
        }
    }
}

/// <summary>One link between a client and a queue.</summary>
internal sealed class FakeLink : LinkEndpoint
{
    private readonly FakeServiceBus _bus;
    private readonly string _address;
    private readonly ListenerLink _link;
    private readonly bool _delivers;
    private volatile bool _closed;
    private int _credit;

    public FakeLink(FakeServiceBus bus, string address, ListenerLink link, bool delivers)
    {
        _bus = bus;
        _address = address;
        _link = link;
        _delivers = delivers;
        // Before the library gives back what was not settled: at Service Bus the locks stay.
        link.Closed += (_, _) => _closed = true;
    }

    public string? Session { get; set; }

    public void Detach(string condition)
    {
        if (!_link.IsClosed)
        {
            _link.Close(TimeSpan.Zero, new Error(new Symbol(condition)));
        }
    }

    /// <summary>Under the broker's lock.</summary>
    public void Deliver()
    {
        if (!_delivers)
        {
            return;
        }
        while (_credit > 0 && !_closed && _bus.Find(_address).Next(Session) is { } entry)
        {
            _credit--;
            _bus.Send(_link, entry);
        }
        if (_credit > 0 && _link.IsDraining)
        {
            _credit = 0;
            _link.CompleteDrain();
        }
    }

    public override void OnFlow(FlowContext flowContext)
    {
        // Under the lock: the pump counts, too.
        _bus.With(_address, _ => _credit += flowContext.Messages);
    }

    public override void OnMessage(MessageContext messageContext)
    {
        var bytes = Management.Encode(messageContext.Message);
        if (bytes.Length > MessageLimits.MessageBytes)
        {
            messageContext.Complete(new Error(ErrorCode.MessageSizeExceeded));
            return;
        }
        if (!_bus.Claims.Allows(_link, _address.Split('/')[0]))
        {
            messageContext.Complete(new Error(ErrorCode.UnauthorizedAccess));
            return;
        }
        if (_bus.With(_address, queue => queue.Add(messageContext.Message, bytes)) is null)
        {
            messageContext.Complete(new Error(ErrorCode.NotAllowed) { Description = "The queue requires sessions." });
            return;
        }
        messageContext.Complete();
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        if (_closed || dispositionContext.Message.DeliveryTag is not { Length: 16 } tag)
        {
            return;
        }
        var (status, error) = dispositionContext.DeliveryState switch
        {
            Accepted => ("completed", null),
            Rejected rejected => ("suspended", rejected.Error),
            _ => ("abandoned", null),
        };
        _bus.With(
            _address,
            queue =>
                queue.Settle(
                    [new Guid(tag)],
                    status,
                    Session,
                    error?.Info?[new Symbol("DeadLetterReason")] as string,
                    error?.Info?[new Symbol("DeadLetterErrorDescription")] as string
                )
        );
    }

    public override void OnLinkClosed(ListenerLink link, Error? error)
    {
        _closed = true;
        if (Session is not null)
        {
            _bus.With(
                _address,
                queue =>
                {
                    queue.Leave(Session, this);
                    return true;
                }
            );
        }
        _bus.Remove(this);
    }
}
