namespace IntegrationFunctions.Identity;

/// <summary>The customers.</summary>
public interface ITenants
{
    /// <summary>Adds a tenant; one that is there already is returned unchanged.</summary>
    /// <exception cref="ArgumentException">The id can't be a tenant's.</exception>
    Task<Tenant> Create(string id, string name, CancellationToken ct = default);

    /// <summary>The tenant, or null.</summary>
    Task<Tenant?> Get(string id, CancellationToken ct = default);

    /// <summary>All tenants, by id.</summary>
    IAsyncEnumerable<Tenant> List(CancellationToken ct = default);
}
