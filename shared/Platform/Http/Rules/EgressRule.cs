namespace IntegrationFunctions.Platform.Http.Rules;

/// <summary>One entry of a list of allowed hosts.</summary>
/// <param name="Host">
/// A host name or address, or <c>*.example.com</c> for the names below it (not <c>example.com</c> itself). As <see cref="EgressRuleChecks"/>
/// leaves it: lower case, punycode, without a dot at the end.
/// </param>
public sealed record EgressRule(string Host)
{
    /// <summary>Ports, 1 to 65535; null or empty: 443 alone.</summary>
    public IReadOnlyList<int>? Ports { get; init; }

    /// <summary>Beginnings of paths, whole segments: <c>/v1</c> allows <c>/v1/items</c> and not <c>/v10</c>. Null or empty: all.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>Whether the endpoint is one that the rule names.</summary>
    public bool Names(string host, int port)
    {
        host = host.Trim('[', ']').TrimEnd('.');
        var named = Host.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length >= Host.Length && host.EndsWith(Host[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(Host, StringComparison.OrdinalIgnoreCase);
        return named && (Ports is { Count: > 0 } ports ? ports.Contains(port) : port == 443);
    }

    /// <summary>Whether the address is one that the rule allows.</summary>
    public bool Allows(Uri address) =>
        Names(address.IdnHost, address.Port) && (Paths is not { Count: > 0 } || IsBelow(address.AbsolutePath));

    private bool IsBelow(string path) =>
        !IsAmbiguous(path)
        && Paths!.Any(prefix =>
        {
            var bare = prefix.TrimEnd('/');
            return path.StartsWith(bare, StringComparison.Ordinal)
                && (path.Length == bare.Length || path[bare.Length] == '/');
        });

    // What other servers unpack once more, or cut off, and then read as another path than the one that was compared here.
    private static bool IsAmbiguous(string path) =>
        path.Contains("//", StringComparison.Ordinal)
        || path.Contains(';', StringComparison.Ordinal)
        || path.Contains("%2f", StringComparison.OrdinalIgnoreCase)
        || path.Contains("%5c", StringComparison.OrdinalIgnoreCase)
        || path.Contains("%2e", StringComparison.OrdinalIgnoreCase)
        || path.Contains("%25", StringComparison.Ordinal);
}
