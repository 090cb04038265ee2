using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Identity.Audit;

/// <summary>
/// Secrets whose every reading, writing and removal is in the tenant's audit log: before it is done, so that none goes unseen. The platform's own
/// secrets, of which the log itself has one, are not a tenant's affair.
/// </summary>
internal sealed class AuditedSecrets(ISecretStore inner, Lazy<IAuditLog> log, TimeProvider clock) : ISecretStore
{
    public async Task Set(string tenantId, string name, string value, CancellationToken ct = default)
    {
        await Note(tenantId, "secret.written", name, ct).ConfigureAwait(false);
        await inner.Set(tenantId, name, value, ct).ConfigureAwait(false);
    }

    public async Task<string?> Get(string tenantId, string name, CancellationToken ct = default)
    {
        await Note(tenantId, "secret.read", name, ct).ConfigureAwait(false);
        return await inner.Get(tenantId, name, ct).ConfigureAwait(false);
    }

    public async Task Delete(string tenantId, string name, CancellationToken ct = default)
    {
        await Note(tenantId, "secret.deleted", name, ct).ConfigureAwait(false);
        await inner.Delete(tenantId, name, ct).ConfigureAwait(false);
    }

    public IAsyncEnumerable<string> Names(string tenantId, CancellationToken ct = default) => inner.Names(tenantId, ct);

    public Task<int> Reseal(string tenantId, CancellationToken ct = default) => inner.Reseal(tenantId, ct);

    private Task Note(string tenantId, string action, string name, CancellationToken ct) =>
        tenantId == Tenant.System
            ? Task.CompletedTask
            : log.Value.Append(
                tenantId,
                new(Identifiers.New("aud", clock), action, "secret", name, AuditActor.From(ChangeOrigin.Current)),
                ct
            );
}
