using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntegrationFunctions.Tests.Support;

/// <summary>Takes one whole request after another and closes each connection without an answer.</summary>
internal sealed class BreakingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _requests;

    public BreakingServer()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _loop = Serve();
    }

    public Uri Address { get; }

    /// <summary>Requests that were read to their end.</summary>
    public int Requests => Volatile.Read(ref _requests);

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                if (await ReadRequest(client.GetStream()))
                {
                    Interlocked.Increment(ref _requests);
                }
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task<bool> ReadRequest(NetworkStream stream)
    {
        var buffer = new byte[65536];
        var text = new StringBuilder();
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return false;
            }
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            var all = text.ToString();
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }
            var header = all[..end]
                .Split("\r\n")
                .FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            var length = header is null ? 0 : int.Parse(header.Split(':')[1]);
            if (all.Length - end - 4 >= length)
            {
                return true;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Dispose();
        _stop.Dispose();
    }
}
