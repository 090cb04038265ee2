using System.Diagnostics;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace IntegrationFunctions.Bench;

/// <summary>
/// RabbitMQ over AMQP 1.0 (plugin rabbitmq_amqp1_0), durable messages in a durable queue, each send waiting for its confirmation. Where it
/// listens is in RABBITMQ_AMQP, such as amqp://guest:guest@localhost:5672.
/// </summary>
internal static class RabbitPeer
{
    private const int Count = 20_000;

    public static async Task<double> Measure(int senders, int credit, byte[] body)
    {
        var address =
            Environment.GetEnvironmentVariable("RABBITMQ_AMQP")
            ?? throw new PeerAbsentException("RABBITMQ_AMQP does not say where it listens.");
        Connection connection;
        try
        {
            connection = await Connection.Factory.CreateAsync(new Address(address));
        }
        catch (Exception e) when (e is AmqpException or System.Net.Sockets.SocketException)
        {
            throw new PeerAbsentException($"it can't be reached ({e.Message}).");
        }
        try
        {
            return await Round(new Session(connection), senders, credit, body);
        }
        finally
        {
            await connection.CloseAsync();
        }
    }

    private static async Task<double> Round(Session session, int senders, int credit, byte[] body)
    {
        var name = $"/queue/bench-{Guid.NewGuid():N}";
        var target = new Target
        {
            Address = name,
            Durable = 2,
            ExpiryPolicy = new Symbol("never"),
        };
        var sender = new SenderLink(session, "bench-sender", target, null);
        var source = new Source
        {
            Address = name,
            Durable = 2,
            ExpiryPolicy = new Symbol("never"),
        };
        var receiver = new ReceiverLink(session, "bench-receiver", source, null);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var completed = 0;
        var watch = Stopwatch.StartNew();
        receiver.Start(
            credit,
            (link, message) =>
            {
                link.Accept(message);
                if (Interlocked.Increment(ref completed) == Count)
                {
                    all.TrySetResult();
                }
            }
        );
        var next = -1;
        await Task.WhenAll(
            Enumerable
                .Range(0, senders)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (Interlocked.Increment(ref next) < Count)
                        {
                            using var message = new Message
                            {
                                Header = new Header { Durable = true },
                                BodySection = new Data { Binary = body },
                            };
                            await sender.SendAsync(message);
                        }
                    })
                )
        );
        await all.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return Count / watch.Elapsed.TotalSeconds;
    }
}
