using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using IntegrationFunctions.Platform.Messages.ServiceBus;

namespace IntegrationFunctions.Tests.Support.ServiceBus;

/// <summary>ENTITY/$management: "AMQP 1.0 in Service Bus: request-response-based operations".</summary>
internal sealed class FakeManagement(FakeServiceBus bus, string entity) : IRequestProcessor
{
    public int Credit => 1000;

    public void Process(RequestContext requestContext)
    {
        var (status, body) = bus.Claims.Allows(requestContext.Link, entity.Split('/')[0])
            ? Answer(requestContext.Message)
            : (401, null);
        requestContext.Complete(
            new Message
            {
                ApplicationProperties = new ApplicationProperties { ["statusCode"] = status },
                BodySection = new AmqpValue { Value = body ?? [] },
            }
        );
    }

    private (int Status, Map? Body) Answer(Message request)
    {
        var body = (Map)((AmqpValue)request.BodySection).Value;
        return (string)request.ApplicationProperties["operation"] switch
        {
            "com.microsoft:update-disposition" => Settle(body),
            "com.microsoft:renew-lock" => Renew(((Guid[])body["lock-tokens"])[0]),
            "com.microsoft:renew-session-lock" => RenewSession((string)body["session-id"]),
            "com.microsoft:peek-message" => Peek((long)body["from-sequence-number"], (int)body["message-count"]),
            "com.microsoft:schedule-message" => Schedule((List)body["messages"]),
            "com.microsoft:cancel-scheduled-message" => Cancel((long[])body["sequence-numbers"]),
            _ => (501, null),
        };
    }

    private (int, Map?) Settle(Map body) =>
        bus.With(
            entity,
            queue =>
                queue.Settle(
                    (Guid[])body["lock-tokens"],
                    (string)body["disposition-status"],
                    body["session-id"] as string,
                    body["deadletter-reason"] as string,
                    body["deadletter-description"] as string
                )
        )
            ? (200, null)
            : (410, null);

    private (int, Map?) Renew(Guid token) =>
        bus.With(entity, queue => queue.Renew(token)) is { } until
            ? (200, new Map { ["expirations"] = new[] { until.UtcDateTime } })
            : (410, null);

    private (int, Map?) RenewSession(string session) =>
        bus.With(entity, queue => queue.RenewSession(session)) is { } until
            ? (200, new Map { ["expiration"] = until.UtcDateTime })
            : (410, null);

    private (int, Map?) Peek(long from, int max)
    {
        var entries = bus.With(
            entity,
            queue => queue.Peek(from, max).ConvertAll(e => Management.Encode(e.ToMessage(e.Deliveries)))
        );
        if (entries.Count == 0)
        {
            return (204, null);
        }
        var messages = new List();
        foreach (var bytes in entries)
        {
            messages.Add(new Map { ["message"] = bytes });
        }
        return (200, new Map { ["messages"] = messages });
    }

    private (int, Map?) Schedule(List messages)
    {
        var numbers = new List<long>();
        foreach (Map entry in messages)
        {
            var bytes = (byte[])entry["message"];
            if (bus.With(entity, queue => queue.Add(Management.Decode(bytes), bytes)) is not { } number)
            {
                return (400, null);
            }
            numbers.Add(number);
        }
        return (200, new Map { ["sequence-numbers"] = numbers.ToArray() });
    }

    private (int, Map?) Cancel(long[] numbers) =>
        bus.With(entity, queue => numbers.All(queue.Cancel)) ? (200, null) : (404, null);
}
