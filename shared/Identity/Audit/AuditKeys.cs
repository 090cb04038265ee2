using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Identity.Audit;

/// <summary>
/// The keys that heads are signed with: secrets of the platform's own tenant, so that who can write documents can still not sign. A document says
/// which one is current; older ones stay, for what they signed.
/// </summary>
internal sealed class AuditKeys(IDocumentStores stores, ISecretStore secrets, TimeProvider clock)
{
    public const string Group = "auditKeys";

    private static readonly DocumentPath Current = $"{Group}/current";

    private readonly ConcurrentDictionary<string, byte[]> _known = new(StringComparer.Ordinal);
    private string? _current;

    /// <summary>The key that signs from now on. The first use makes one.</summary>
    public async ValueTask<(string Id, byte[] Key)> Signing(CancellationToken ct)
    {
        var id = _current ??= await Load(ct).ConfigureAwait(false);
        return (
            id,
            await Find(id, ct).ConfigureAwait(false)
                ?? throw new InvalidOperationException(
                    $"The audit log's signing key {id} is not among the secrets. Restore the secrets together with the documents."
                )
        );
    }

    /// <summary>The key of an id, or null.</summary>
    public async ValueTask<byte[]?> Find(string id, CancellationToken ct)
    {
        if (_known.TryGetValue(id, out var key))
        {
            return key;
        }
        var text = IdRules.IsId(id) ? await secrets.Get(Tenant.System, Name(id), ct).ConfigureAwait(false) : null;
        return text is null ? null : _known.GetOrAdd(id, Convert.FromBase64String(text));
    }

    private async Task<string> Load(CancellationToken ct)
    {
        var store = stores.ForTenant(Tenant.System);
        if (await store.Get(Current, ct).ConfigureAwait(false) is { } stored)
        {
            return stored.As(AuditKeyJson.Default.AuditKeyNote).KeyId;
        }
        // The secret first: who loses the race for the document takes the winner's.
        var id = Identifiers.New("auk", clock);
        await secrets
            .Set(Tenant.System, Name(id), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), ct)
            .ConfigureAwait(false);
        var result = await store
            .Create(Current, new AuditKeyNote(id), AuditKeyJson.Default.AuditKeyNote, ct)
            .ConfigureAwait(false);
        if (result.Conflict is null)
        {
            return id;
        }
        await secrets.Delete(Tenant.System, Name(id), ct).ConfigureAwait(false);
        return (await store.Get(Current, ct).ConfigureAwait(false))!.As(AuditKeyJson.Default.AuditKeyNote).KeyId;
    }

    private static string Name(string id) => $"audit-{id}";
}

/// <summary>Which key signs.</summary>
internal sealed record AuditKeyNote(string KeyId, int SchemaVersion = 1);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditKeyNote))]
internal sealed partial class AuditKeyJson : JsonSerializerContext;
