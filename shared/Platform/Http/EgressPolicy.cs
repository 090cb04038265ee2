using System.Collections.Concurrent;
using System.Net;

namespace IntegrationFunctions.Platform.Http;

/// <summary>
/// Where requests that tenants cause may go: to addresses on the open Internet over TLS, and to the endpoints that the operator has allowed.
/// Everything else (loopback, private, link-local, metadata services, multicast, IPv4 in IPv6...) is refused. The check is made on the
/// address that is connected to, so a host name that resolves to something else a moment later gains nothing.
/// </summary>
/// <param name="resolve">Addresses of a host name; null asks the system's resolver.</param>
public sealed class EgressPolicy(Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly ConcurrentDictionary<string, bool> _allowed = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task<IPEndPoint>>> _routes = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve =
        resolve ?? ((host, ct) => Dns.GetHostAddressesAsync(host, ct));

    /// <summary>
    /// Allows one endpoint, whatever it resolves to and without TLS: the platform's own sandbox, or a system in the operator's network. Can be
    /// called at any time.
    /// </summary>
    /// <param name="host">Host name or address, as it stands in the URL.</param>
    /// <param name="port">1 to 65535.</param>
    public void Allow(string host, int port)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        _allowed[Endpoint(host, port)] = true;
    }

    /// <summary>Host and port of an endpoint as operators write it: <c>erp.example.com:8443</c>, <c>[::1]:8443</c>.</summary>
    public static bool TryParse(string endpoint, out (string Host, int Port) parsed)
    {
        parsed = default;
        if (
            endpoint.LastIndexOf(':') is not (var colon and > 0)
            || !int.TryParse(endpoint.AsSpan(colon + 1), out var port)
            || port is < 1 or > 65535
            || Uri.CheckHostName(endpoint[..colon]) == UriHostNameType.Unknown
        )
        {
            return false;
        }
        parsed = (endpoint[..colon], port);
        return true;
    }

    /// <summary>
    /// Allows one endpoint and leads it elsewhere: a name of the platform's own, such as its sandbox, that no resolver knows.
    /// <paramref name="target"/> is asked at each connection, and may wait until the server knows its own port.
    /// </summary>
    public void Route(string host, int port, Func<CancellationToken, Task<IPEndPoint>> target)
    {
        _routes[Endpoint(host, port)] = target;
        Allow(host, port);
    }

    /// <summary>Where an endpoint leads to by <see cref="Route"/>, or null.</summary>
    internal Func<CancellationToken, Task<IPEndPoint>>? RouteOf(string host, int port) =>
        _routes.GetValueOrDefault(Endpoint(host, port));

    /// <summary>Whether the endpoint was allowed by name.</summary>
    public bool IsAllowed(string host, int port) => _allowed.ContainsKey(Endpoint(host, port));

    /// <summary>Refuses what is none of the platform's own virtual systems: all that a sandbox reaches.</summary>
    /// <exception cref="EgressRefusedException">It is another system.</exception>
    public void CheckVirtual(string host, int port)
    {
        if (RouteOf(host, port) is null)
        {
            throw new EgressRefusedException(
                host,
                port,
                $"{host}:{port} is not reached from a sandbox, which knows the virtual systems alone; live data is reached with a live key."
            );
        }
    }

    /// <summary>Refuses the platform's own virtual systems: what they know is made up, and would stand among live data.</summary>
    /// <exception cref="EgressRefusedException">It is one of them.</exception>
    public void CheckReal(string host, int port)
    {
        if (RouteOf(host, port) is not null)
        {
            throw new EgressRefusedException(
                host,
                port,
                $"{host}:{port} is a virtual system, which is not reached from live data; use a key of the sandbox (ifk_test_...)."
            );
        }
    }

    /// <summary>Why the address must not be connected to (<c>private</c>, <c>loopback</c>...), or null where it may.</summary>
    public static string? Refusal(IPAddress address) => AddressClasses.Refusal(address);

    /// <summary>Refuses what can be refused before a name is resolved: other schemes, and plain HTTP to endpoints that were not allowed.</summary>
    /// <exception cref="EgressRefusedException">It is refused.</exception>
    public void Check(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
        {
            throw new EgressRefusedException(
                address.Host,
                address.Port,
                $"Addresses of the scheme '{address.Scheme}' are not reached from here; use https."
            );
        }
        if (address.Scheme == Uri.UriSchemeHttp && !IsAllowed(address.IdnHost, address.Port))
        {
            throw new EgressRefusedException(
                address.Host,
                address.Port,
                $"{address.Host}:{address.Port} would be reached without encryption; use https, or have the operator allow this endpoint."
            );
        }
    }

    /// <summary>The addresses of the host that may be connected to; never empty.</summary>
    /// <exception cref="EgressRefusedException">It has addresses, but none that may.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">It can't be resolved.</exception>
    public async Task<IReadOnlyList<IPAddress>> Resolve(string host, int port, CancellationToken ct)
    {
        // With a dot behind it an address is still one, and no name to ask a resolver for.
        IPAddress[] addresses = IPAddress.TryParse(host.Trim('[', ']').TrimEnd('.'), out var literal)
            ? [literal]
            : await _resolve(host, ct);
        if (addresses.Length == 0)
        {
            throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound);
        }
        if (IsAllowed(host, port))
        {
            return addresses;
        }
        var permitted = Array.FindAll(addresses, address => Refusal(address) is null);
        return permitted.Length > 0
            ? permitted
            : throw new EgressRefusedException(
                host,
                port,
                $"{host}:{port} leads to a {Refusal(addresses[0])} address, which is not reached from here; give a public address, or have the operator allow this endpoint."
            );
    }

    private static string Endpoint(string host, int port) => $"{host.Trim('[', ']').TrimEnd('.')}:{port}";
}
