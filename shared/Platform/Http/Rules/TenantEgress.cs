namespace IntegrationFunctions.Platform.Http.Rules;

/// <summary>
/// Where a tenant's requests may go. Lists narrow: what the <see cref="EgressPolicy"/> refuses (private networks, metadata services...) stays
/// refused, whatever they name.
/// </summary>
/// <param name="Version">Grows with every change; 0 where nothing was ever set.</param>
/// <param name="Allowed">Hosts for all that the tenant's integrations ask for; null: the open Internet. Empty: none.</param>
/// <param name="Extensions">Hosts by the extension's name. One that is missing here reaches nothing.</param>
public sealed record TenantEgress(
    int Version,
    IReadOnlyList<EgressRule>? Allowed,
    IReadOnlyDictionary<string, IReadOnlyList<EgressRule>> Extensions
)
{
    /// <summary>Nothing was set: tenants reach the open Internet, extensions nothing.</summary>
    public static TenantEgress Unset { get; } =
        new(0, null, new Dictionary<string, IReadOnlyList<EgressRule>>(StringComparer.Ordinal));

    /// <summary>Refuses what the tenant's list, or the extension's, does not name.</summary>
    /// <param name="address">What is asked for.</param>
    /// <param name="extension">The extension that asks, or null.</param>
    /// <exception cref="EgressRefusedException">It is not on the list.</exception>
    public void Check(Uri address, string? extension)
    {
        if (address.UserInfo.Length > 0)
        {
            throw new EgressRefusedException(
                address.Host,
                address.Port,
                $"The address of {address.Host} holds a user name, by which people and programs mistake its host; leave it away, and sign in by a header."
            );
        }
        Check(address.Host, address.Port, extension, rule => rule.Allows(address));
    }

    /// <summary>The same for an endpoint that is connected to.</summary>
    /// <exception cref="EgressRefusedException">It is not on the list.</exception>
    public void Check(string host, int port, string? extension) =>
        Check(host, port, extension, rule => rule.Names(host, port));

    private void Check(string host, int port, string? extension, Func<EgressRule, bool> allows)
    {
        if (Allowed is { } allowed && !allowed.Any(allows))
        {
            throw new EgressRefusedException(
                host,
                port,
                $"{host}:{port} is not on the tenant's list of allowed hosts; an administrator can add it with PUT /api/v1/tenant/egress."
            );
        }
        if (extension is not null && !(Extensions.GetValueOrDefault(extension)?.Any(allows) ?? false))
        {
            throw new EgressRefusedException(
                host,
                port,
                $"The extension '{extension}' may not ask {host}:{port} for this; an administrator can allow it under 'extensions' with PUT /api/v1/tenant/egress."
            );
        }
    }
}
