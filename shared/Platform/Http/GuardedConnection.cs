using System.Net;
using System.Net.Sockets;

namespace IntegrationFunctions.Platform.Http;

/// <summary>The primary handler: connects only where the policy lets it, keeps no cookies, follows no redirects, uses no proxy.</summary>
internal static class GuardedConnection
{
    public static SocketsHttpHandler Handler(EgressPolicy policy, OutgoingHttpOptions options) =>
        new()
        {
            // A redirect is an address that the other side chose: the caller sees it and decides.
            AllowAutoRedirect = false,
            // Clients are shared by tenants: cookies and proxies of the process must not mix in.
            UseCookies = false,
            UseProxy = false,
            // Its own spans would tell whole paths, and its headers our trace to others.
            ActivityHeadersPropagator = null,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectTimeout = options.ConnectTimeout,
            // Names are resolved, and so checked, again after this time.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = options.MaxConnectionsPerHost,
            ConnectCallback = (context, ct) =>
            {
                var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
                EgressHandler.CheckConnection(context.InitialRequestMessage, host, port);
                return Connect(policy, host, port, ct);
            },
        };

    private static async ValueTask<Stream> Connect(EgressPolicy policy, string host, int port, CancellationToken ct)
    {
        IReadOnlyList<IPEndPoint> endpoints = policy.RouteOf(host, port) is { } route
            ? [await route(ct)]
            : [.. (await policy.Resolve(host, port, ct)).Select(address => new IPEndPoint(address, port))];
        SocketException? last = null;
        foreach (var endpoint in endpoints)
        {
            var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(endpoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw last!;
    }
}
