namespace IntegrationFunctions.Identity;

/// <summary>The customers.</summary>
public interface ITenants
{
    /// <summary>Adds a tenant; one that is there already is returned unchanged.</summary>
    /// <param name="id">See <see cref="Tenant.IsValidId"/>.</param>
    /// <param name="name">For people.</param>
    /// <param name="sandboxOnly">It gets no live data, and its own id is its sandbox.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="ArgumentException">The id can't be a tenant's.</exception>
    Task<Tenant> Create(string id, string name, bool sandboxOnly, CancellationToken ct = default);

    /// <inheritdoc cref="Create(string, string, bool, CancellationToken)"/>
    Task<Tenant> Create(string id, string name, CancellationToken ct = default) => Create(id, name, false, ct);

    /// <summary>The tenant, or null.</summary>
    Task<Tenant?> Get(string id, CancellationToken ct = default);

    /// <summary>All tenants, by id.</summary>
    IAsyncEnumerable<Tenant> List(CancellationToken ct = default);

    /// <summary>Whether a space is one of test data; null for what is no tenant's. Remembered, so it can be asked at every request.</summary>
    ValueTask<bool?> IsSandbox(string spaceId, CancellationToken ct = default);
}

/// <summary>What can be said of tenants in fewer words.</summary>
public static class TenantsExtensions
{
    /// <summary>The ids of all spaces that data can be in: of each tenant its own, and its sandbox beside it.</summary>
    public static async IAsyncEnumerable<string> Spaces(
        this ITenants tenants,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default
    )
    {
        await foreach (var tenant in tenants.List(ct).ConfigureAwait(false))
        {
            yield return tenant.Id;
            if (!tenant.SandboxOnly)
            {
                yield return Tenant.SandboxOf(tenant.Id);
            }
        }
    }

    /// <summary>Whether there is such a space.</summary>
    public static async Task<bool> HasSpace(this ITenants tenants, string spaceId, CancellationToken ct = default) =>
        await tenants.Get(Tenant.AccountOf(spaceId), ct).ConfigureAwait(false) is { } tenant
        && (spaceId == tenant.Id || !tenant.SandboxOnly);
}
