using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using IntegrationFunctions.Platform.Messages.ServiceBus;

namespace IntegrationFunctions.Tests.Support.ServiceBus;

/// <summary>$cbs: takes SAS tokens that our policy has signed, and Entra tokens that a test says are good, until they end.</summary>
internal sealed class FakeClaims(TimeProvider clock) : IRequestProcessor
{
    private readonly ConcurrentDictionary<(Connection, string), DateTimeOffset> _claims = [];
    private int _taken;

    public int Credit => 100;

    /// <summary>Whether every token is refused.</summary>
    public bool Refuses { get; set; }

    /// <summary>Entra tokens that are good.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>How many tokens have been taken.</summary>
    public int Taken => _taken;

    /// <summary>Until when the token that lasts longest holds.</summary>
    public DateTimeOffset Until => _claims.IsEmpty ? DateTimeOffset.MinValue : _claims.Values.Max();

    public void Process(RequestContext requestContext)
    {
        var request = requestContext.Message;
        var properties = request.ApplicationProperties;
        var token = (request.BodySection as AmqpValue)?.Value as string ?? "";
        var audience = properties["name"] as string ?? "";
        var expires = Refuses ? null : Check(properties["type"] as string, token, audience);
        if (expires > clock.GetUtcNow())
        {
            Interlocked.Increment(ref _taken);
            _claims[(requestContext.Link.Session.Connection, new Uri(audience).AbsolutePath.Trim('/'))] = expires.Value;
            Answer(requestContext, 202);
        }
        else
        {
            Answer(requestContext, 401);
        }
    }

    /// <summary>Whether a connection may use a queue: signed in with the key, or with a token that still holds.</summary>
    public bool Allows(Link link, string queue)
    {
        var connection = link.Session.Connection;
        return connection is ListenerConnection { Principal.Identity.IsAuthenticated: true }
            || (_claims.TryGetValue((connection, queue), out var until) && until > clock.GetUtcNow());
    }

    private DateTimeOffset? Check(string? type, string token, string audience)
    {
        if (type == "jwt")
        {
            return Known.TryGetValue(token, out var until) ? until : null;
        }
        var parts = token
            .Replace("SharedAccessSignature ", "", StringComparison.Ordinal)
            .Split('&')
            .Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var signed =
            Uri.UnescapeDataString(parts["sig"]) == SasToken.Sign(parts["sr"], parts["se"], FakeServiceBus.Key)
            && audience.StartsWith(Uri.UnescapeDataString(parts["sr"]), StringComparison.Ordinal)
            && parts["skn"] == FakeServiceBus.Policy;
        return signed ? SasToken.Expiry(token) : null;
    }

    private static void Answer(RequestContext request, int status) =>
        request.Complete(
            new Message
            {
                ApplicationProperties = new ApplicationProperties
                {
                    ["status-code"] = status,
                    ["status-description"] = status == 202 ? "Accepted" : "Unauthorized",
                },
            }
        );
}
