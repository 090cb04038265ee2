using System.Text;
using Amqp;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.ServiceBus;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>
/// Our side of AMQP 1.0 against a broker that is not ours: RabbitMQ with its plugin rabbitmq_amqp1_0, where RABBITMQ_AMQP holds its address. It has
/// connections, links, credit and outcomes. For what it lacks ($management and $cbs, locks that end, sessions, scheduled messages, duplicates) or
/// does otherwise (it says that credit is drained before it delivers what it drains) only the fake of tests/Support/ServiceBus stands.
/// </summary>
public sealed class RabbitMqTests : IAsyncDisposable
{
    private static readonly string? Broker = Environment.GetEnvironmentVariable("RABBITMQ_AMQP");
    private readonly string _queue = $"/queue/test-{Guid.NewGuid():n}";
    private readonly List<ServiceBusConnection> _connections = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    private static ServiceBusOptions Options(string? password = null)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Broker), "RABBITMQ_AMQP is not set: no RabbitMQ to speak with.");
        var address = new Uri(Broker!);
        var login = address.UserInfo.Split(':');
        return new ServiceBusOptions(address.Host)
        {
            Port = address.Port,
            UseTls = false,
            PolicyName = login[0],
            PolicyKey = password ?? login[1],
            ReceiveWait = TimeSpan.FromSeconds(2),
        };
    }

    private ServiceBusConnection Connect(ServiceBusOptions options)
    {
        var connection = new ServiceBusConnection(options, TimeProvider.System, NullLogger.Instance);
        _connections.Add(connection);
        return connection;
    }

    private Task Send(ServiceBusConnection connection, params OutgoingMessage[] messages) =>
        connection.Run(
            "sending",
            async channel =>
            {
                var sender = await channel.Sender(_queue, Ct);
                await Task.WhenAll(
                    messages.Select(message =>
                        sender.SendAsync(WireMessage.New(message, new QueueOptions("q"), DateTimeOffset.UtcNow))
                    )
                );
                return true;
            },
            Ct
        );

    // By a link that hands out credit as Service Bus's receivers do, but for the draining.
    private Task<List<(ReceiverLink Link, Message Wire)>> Receive(ServiceBusConnection connection, int max) =>
        connection.Run(
            "receiving",
            channel =>
            {
                var link = new ReceiverLink(channel.Session, $"receive-{Guid.NewGuid():n}", _queue);
                return Receive(link, max);
            },
            Ct
        );

    private static async Task<List<(ReceiverLink Link, Message Wire)>> Receive(ReceiverLink link, int max)
    {
        var received = new List<(ReceiverLink, Message)>();
        link.SetCredit(max, CreditMode.Manual);
        while (received.Count < max && await link.ReceiveAsync(TimeSpan.FromSeconds(2)).WaitAsync(Ct) is { } message)
        {
            received.Add((link, message));
        }
        return received;
    }

    private static OutgoingMessage Message(int number) =>
        new("q", $"m{number}", "t1", Encoding.UTF8.GetBytes($$"""{"n":{{number}}}"""))
        {
            Properties = new Dictionary<string, string> { ["kind"] = "größer" },
        };

    private static ReceivedMessage Read((ReceiverLink Link, Message Wire) delivered) =>
        WireMessage.Read("q", delivered.Wire, "", default);

    [Fact]
    public async Task What_is_sent_arrives_in_order_as_it_was_and_is_gone_once_accepted()
    {
        var options = Options();
        var connection = Connect(options);
        await Send(connection, [.. Enumerable.Range(0, 250).Select(Message)]);
        var delivered = await Receive(connection, 250);
        delivered.ForEach(one => one.Link.Accept(one.Wire));
        var received = delivered.ConvertAll(Read);

        Assert.Equal(Enumerable.Range(0, 250).Select(n => $"m{n}"), received.Select(message => message.Id));
        Assert.All(received, message => Assert.Equal(("t1", 1), (message.TenantId, message.DeliveryCount)));
        Assert.Equal("""{"n":249}""", Encoding.UTF8.GetString(received[^1].Body.Span));
        Assert.Equal("größer", received[^1].Properties["kind"]);
        // Another finds none of it.
        Assert.Empty(await Receive(Connect(options), 1));
    }

    [Fact]
    public async Task What_is_released_or_was_held_by_a_lost_connection_comes_back()
    {
        var options = Options();
        var first = Connect(options);
        await Send(first, Message(1), Message(2));
        var held = await Receive(first, 2);
        Assert.Equal(2, held.Count);
        held[0].Link.Release(held[0].Wire);
        var again = Assert.Single(await Receive(Connect(options), 1));
        Assert.Equal("m1", Read(again).Id);
        again.Link.Accept(again.Wire);

        // Without a word, as a process ends that is killed.
        await first.DisposeAsync();

        var back = Assert.Single(await Receive(Connect(options), 1));
        Assert.Equal("m2", Read(back).Id);
        back.Link.Accept(back.Wire);
    }

    [Fact]
    public async Task A_link_that_the_broker_closed_is_opened_again()
    {
        var options = Options();
        var connection = Connect(options);
        await Send(connection, Message(1));
        await connection.Run(
            "breaking",
            async channel =>
            {
                await channel.Session.CloseAsync(TimeSpan.FromSeconds(5), null);
                return true;
            },
            Ct
        );

        await Send(connection, Message(2));

        var received = await Receive(connection, 2);
        Assert.Equal(["m1", "m2"], received.Select(delivered => Read(delivered).Id));
        received.ForEach(delivered => delivered.Link.Accept(delivered.Wire));
    }

    [Fact]
    public async Task A_queue_that_is_not_there_and_a_wrong_password_are_told_apart_and_no_password_is_told()
    {
        var options = Options();
        var missing = await Assert.ThrowsAsync<MessagingException>(() =>
            new QueueReceiver(Connect(options), options, $"/amq/queue/none-{Guid.NewGuid():n}", false).Take(
                1,
                DateTimeOffset.MinValue,
                Ct
            )
        );
        var refused = await Assert.ThrowsAsync<MessagingException>(() =>
            Send(Connect(Options(password: "s3cret-but-wrong")), Message(1))
        );

        Assert.Equal(MessagingFailure.NotFound, missing.Failure);
        Assert.DoesNotContain("s3cret-but-wrong", refused.ToString(), StringComparison.Ordinal);
    }
}
