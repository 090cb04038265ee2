using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Bench;

/// <summary>
/// Requests with a message of 1 kB each, signed as Standard Webhooks demands and all of them different, made before the clock runs: a client that
/// signs would take the processor from what is measured.
/// </summary>
internal sealed class SignedMessages(string path, string secret)
{
    private readonly byte[] _key = Convert.FromBase64String(secret["whsec_".Length..]);
    private int _made;

    /// <summary>Ids of the messages that were handed out, in no order.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Sent { get; } = new();

    /// <summary>For each connection so many requests.</summary>
    public Func<int, Func<byte[]?>> For(int connections, int each)
    {
        var time = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        var ready = new (string Id, byte[] Request)[connections][];
        for (var i = 0; i < connections; i++)
        {
            ready[i] = [.. Enumerable.Range(0, each).Select(_ => Make(time))];
        }
        return connection =>
        {
            var (mine, next) = (ready[connection], 0);
            return () =>
            {
                if (next == mine.Length)
                {
                    return null;
                }
                var (id, request) = mine[next++];
                Sent.Enqueue(id);
                return request;
            };
        };
    }

    private (string Id, byte[] Request) Make(string time)
    {
        var number = Interlocked.Increment(ref _made);
        // In order of time, as the specification's own libraries make them.
        var id = $"msg_{Guid.CreateVersion7():N}";
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"type":"invoice.paid","timestamp":"2026-01-31T09:00:00Z","data":{"id":"inv_{{{number}}}","text":"{{{new string('x', 920)}}}" }}"""
        );
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(_key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body])
        );
        var head =
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n"
            + $"webhook-id: {id}\r\nwebhook-timestamp: {time}\r\nwebhook-signature: v1,{signature}\r\n\r\n";
        return (id, [.. Encoding.ASCII.GetBytes(head), .. body]);
    }
}
