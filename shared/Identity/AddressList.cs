using System.Net;

namespace IntegrationFunctions.Identity;

/// <summary>Networks that a key may come from.</summary>
public sealed class AddressList
{
    private readonly IPNetwork[] _networks;

    private AddressList(IPNetwork[] networks) => _networks = networks;

    /// <summary>The networks in their usual form: an address (<c>192.0.2.7</c>) or a CIDR block (RFC 4632) without bits behind its length.</summary>
    /// <exception cref="ArgumentException">One is neither; the message names it.</exception>
    public static AddressList Parse(IEnumerable<string> networks) => new([.. networks.Select(Network)]);

    /// <summary>Whether the text is an address or a network; otherwise what is wrong with it.</summary>
    public static string? Fault(string text)
    {
        try
        {
            Network(text);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whether the address is in one of the networks. An IPv4 address within IPv6 counts as the IPv4 address.</summary>
    public bool Contains(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_networks, network => network.Contains(plain));
    }

    private static IPNetwork Network(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }
        return
            IPNetwork.TryParse(text, out var network)
            // The parser drops bits behind the length; who wrote them meant something else.
            && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/')), out var written)
            && network.BaseAddress.Equals(written)
            ? network
            : throw new ArgumentException(
                $"'{text}' is neither an address nor a network in CIDR form, such as 192.0.2.0/24 or 2001:db8::/32; "
                    + "behind the length of a network all bits are 0."
            );
    }
}
