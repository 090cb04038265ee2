using System.Runtime.CompilerServices;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity;

internal sealed class StoredTenants(IDocumentStores stores, TimeProvider clock) : ITenants
{
    private readonly IDocumentStore _store = stores.ForTenant(Tenant.System);

    public async Task<Tenant> Create(string id, string name, CancellationToken ct = default)
    {
        if (!Tenant.IsValidId(id))
        {
            throw new ArgumentException(
                $"'{id}' can't be a tenant's id: 1 to 40 lower-case letters, digits and hyphens, not '{Tenant.System}'."
            );
        }
        var tenant = new Tenant(id, name, clock.GetUtcNow());
        var result = await _store
            .Create($"tenants/{id}", tenant, IdentityJson.Default.Tenant, ct)
            .ConfigureAwait(false);
        return result.Conflict is null
            ? tenant
            : await Get(id, ct).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The tenant '{id}' vanished while it was read.");
    }

    public async Task<Tenant?> Get(string id, CancellationToken ct = default) =>
        Tenant.IsValidId(id)
            ? (await _store.Get($"tenants/{id}", ct).ConfigureAwait(false))?.As(IdentityJson.Default.Tenant)
            : null;

    public async IAsyncEnumerable<Tenant> List([EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var document in _store.QueryAll(new DocumentQuery("tenants"), ct).ConfigureAwait(false))
        {
            yield return document.As(IdentityJson.Default.Tenant);
        }
    }
}
