using System.Net;
using System.Net.Sockets;

namespace IntegrationFunctions.Platform.Http;

/// <summary>
/// Which addresses are on the open Internet. Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890), and the addresses
/// that clouds give to their metadata and host services.
/// </summary>
internal static class AddressClasses
{
    private static readonly (IPNetwork Network, string Class)[] Version4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "this-network"),
        (IPNetwork.Parse("10.0.0.0/8"), "private"),
        (IPNetwork.Parse("100.64.0.0/10"), "carrier-shared"),
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("168.63.129.16/32"), "metadata"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("172.16.0.0/12"), "private"),
        (IPNetwork.Parse("192.0.0.0/24"), "protocol-assignments"),
        (IPNetwork.Parse("192.0.2.0/24"), "documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "6to4-relay"),
        (IPNetwork.Parse("192.168.0.0/16"), "private"),
        (IPNetwork.Parse("198.18.0.0/15"), "benchmarking"),
        (IPNetwork.Parse("198.51.100.0/24"), "documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
    ];

    private static readonly (IPNetwork Network, string Class)[] Version6 =
    [
        (IPNetwork.Parse("::1/128"), "loopback"),
        (IPNetwork.Parse("::/128"), "unspecified"),
        (IPNetwork.Parse("64:ff9b::/96"), "NAT64"),
        (IPNetwork.Parse("64:ff9b:1::/48"), "NAT64"),
        (IPNetwork.Parse("fc00::/7"), "unique-local"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("fec0::/10"), "site-local"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
        (IPNetwork.Parse("2001::/23"), "protocol-assignments"),
        (IPNetwork.Parse("2001:db8::/32"), "documentation"),
        (IPNetwork.Parse("2002::/16"), "6to4"),
        (IPNetwork.Parse("3fff::/20"), "documentation"),
    ];

    private static readonly IPNetwork GlobalUnicast6 = IPNetwork.Parse("2000::/3");

    /// <summary>The class that keeps the address off the open Internet, or null where it is on it.</summary>
    public static string? Refusal(IPAddress address)
    {
        // Told apart first: IPNetwork unwraps mapped addresses and would hold their four bytes against networks of IPv6.
        if (address.IsIPv4MappedToIPv6)
        {
            return "IPv4-mapped";
        }
        var table = address.AddressFamily == AddressFamily.InterNetwork ? Version4 : Version6;
        foreach (var (network, name) in table)
        {
            if (network.Contains(address))
            {
                return name;
            }
        }
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => null,
            // Whatever IANA has not given out as global unicast (RFC 4291, section 2.4) is refused without knowing what it is.
            AddressFamily.InterNetworkV6 => GlobalUnicast6.Contains(address) ? null : "reserved",
            _ => "unknown",
        };
    }
}
