using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntegrationFunctions.Bench;

/// <summary>What came of a load.</summary>
/// <param name="PerSecond">Answers.</param>
/// <param name="P99">Milliseconds from sending a request to having its whole answer.</param>
/// <param name="Statuses">How often each status came.</param>
internal sealed record LoadResult(double PerSecond, double P99, IReadOnlyDictionary<int, long> Statuses);

/// <summary>
/// One request over and over on kept connections, each of which waits for its answer. Plain sockets: the client shares the processors with
/// the server, and an HTTP library would take more of them than what is measured.
/// </summary>
internal static class LoadGenerator
{
    private static readonly byte[] LastChunk = "\r\n0\r\n\r\n"u8.ToArray();
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    public static Task<LoadResult> Run(int port, string request, int connections, TimeSpan time)
    {
        var bytes = Encoding.ASCII.GetBytes(request);
        return Run(port, _ => () => bytes, connections, time);
    }

    /// <summary>As above, with requests that differ: <paramref name="requests"/> gives each connection, by its number, what it asks next (null: no more).</summary>
    public static async Task<LoadResult> Run(
        int port,
        Func<int, Func<byte[]?>> requests,
        int connections,
        TimeSpan time
    )
    {
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var begun = Stopwatch.GetTimestamp();
        var parts = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(n => Task.Run(() => Connection(port, requests(n), until)))
        );
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var waits = parts.SelectMany(p => p.Waits).Order().ToArray();
        return new(
            waits.Length / seconds,
            waits[(int)(waits.Length * 0.99)] * 1000.0 / Stopwatch.Frequency,
            parts.SelectMany(p => p.Statuses).GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Sum(s => s.Value))
        );
    }

    private static async Task<(List<long> Waits, Dictionary<int, long> Statuses)> Connection(
        int port,
        Func<byte[]?> next,
        long until
    )
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var buffer = new byte[64 * 1024];
        var waits = new List<long>(1 << 16);
        var statuses = new Dictionary<int, long>();
        for (var now = Stopwatch.GetTimestamp(); now < until; )
        {
            if (next() is not { } request)
            {
                break;
            }
            // Who waits for its turn to ask doesn't wait for an answer.
            now = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            var length = 0;
            do
            {
                var got = await socket.ReceiveAsync(buffer.AsMemory(length));
                if (got == 0)
                {
                    throw new InvalidOperationException("The server closed a connection.");
                }
                length += got;
            } while (!IsWhole(buffer.AsSpan(0, length)));
            var status = int.Parse(buffer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            var then = Stopwatch.GetTimestamp();
            waits.Add(then - now);
            now = then;
        }
        return (waits, statuses);
    }

    // Chunked up to its last chunk, or as long as Content-Length says.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        if (answer.EndsWith(LastChunk))
        {
            return true;
        }
        var head = answer.IndexOf(HeadEnd);
        if (head < 0)
        {
            return false;
        }
        var name = "\r\nContent-Length: "u8;
        var at = answer[..head].IndexOf(name);
        return at >= 0
            && System.Buffers.Text.Utf8Parser.TryParse(answer[(at + name.Length)..], out int length, out _)
            && answer.Length >= head + HeadEnd.Length + length;
    }
}
