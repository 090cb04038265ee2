using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http;

namespace IntegrationFunctions.Identity;

internal sealed class StoredTenants(IDocumentStores stores, TimeProvider clock) : ITenants, ISandboxSpaces
{
    private readonly IDocumentStore _store = stores.ForTenant(Tenant.System);

    // Whether an account is a sandbox is decided when it is made and never changes.
    private readonly ConcurrentDictionary<string, bool> _sandboxOnly = new(StringComparer.Ordinal);

    public async Task<Tenant> Create(string id, string name, bool sandboxOnly, CancellationToken ct = default)
    {
        if (!Tenant.IsValidId(id))
        {
            throw new ArgumentException(
                $"'{id}' can't be a tenant's id: 1 to 40 lower-case letters, digits and hyphens, not '{Tenant.System}'."
            );
        }
        var tenant = new Tenant(id, name, clock.GetUtcNow(), sandboxOnly);
        var result = await _store
            .Create($"tenants/{id}", tenant, IdentityJson.Default.Tenant, ct)
            .ConfigureAwait(false);
        return result.Conflict is null
            ? tenant
            : await Get(id, ct).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The tenant '{id}' vanished while it was read.");
    }

    public async Task<Tenant?> Get(string id, CancellationToken ct = default) =>
        Tenant.IsValidId(id) && await _store.Get($"tenants/{id}", ct).ConfigureAwait(false) is { } document
            ? Read(document)
            : null;

    public async IAsyncEnumerable<Tenant> List([EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var document in _store.QueryAll(new DocumentQuery("tenants"), ct).ConfigureAwait(false))
        {
            yield return Read(document);
        }
    }

    public async ValueTask<bool?> IsSandbox(string spaceId, CancellationToken ct = default)
    {
        var account = Tenant.AccountOf(spaceId);
        if (!_sandboxOnly.TryGetValue(account, out var sandboxOnly))
        {
            if (await Get(account, ct).ConfigureAwait(false) is not { } tenant)
            {
                return null;
            }
            _sandboxOnly[account] = sandboxOnly = tenant.SandboxOnly;
        }
        return sandboxOnly || spaceId != account;
    }

    ValueTask<bool?> ISandboxSpaces.Find(string tenantId, CancellationToken ct) => IsSandbox(tenantId, ct);

    // Version 1 knew keys of the sandbox alone.
    private static Tenant Read(Document document)
    {
        var tenant = document.As(IdentityJson.Default.Tenant);
        return tenant.SchemaVersion >= 2 ? tenant : tenant with { SandboxOnly = true, SchemaVersion = 2 };
    }
}
