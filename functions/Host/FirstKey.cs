using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Functions.Host;

/// <summary>
/// The demo tenant's first API key. It is noted as shown only after it was printed: a start that was killed in between is followed by one that
/// revokes the key nobody saw and prints another. A key that got lost is replaced by <c>key new</c>.
/// </summary>
internal sealed class FirstKey(IDocumentStores stores, IApiKeys keys, TimeProvider clock)
{
    private static readonly DocumentPath Path = "startup/firstKey";
    private readonly IDocumentStore _store = stores.ForTenant(Tenant.System);

    /// <summary>Hands a new key to <paramref name="show"/>, unless one was shown at an earlier start.</summary>
    public async Task Show(Action<string> show, CancellationToken ct)
    {
        var document = await _store.Get(Path, ct);
        var note = document?.As(FirstKeyJson.Default.FirstKeyNote);
        if (note is { ShownAt: not null })
        {
            return;
        }
        if (note is not null)
        {
            await keys.Revoke(SeedDemo.TenantId, note.KeyId, ct);
        }
        var made = await keys.Create(SeedDemo.TenantId, SeedDemo.UserId, "First key", "system", ct);
        note = new FirstKeyNote(made.Key.Id, null);
        await _store.Set(Path, note, FirstKeyJson.Default.FirstKeyNote, ct: ct);
        show(made.Secret);
        note = note with { ShownAt = clock.GetUtcNow() };
        await _store.Set(Path, note, FirstKeyJson.Default.FirstKeyNote, ct: ct);
    }
}

internal sealed record FirstKeyNote(string KeyId, DateTimeOffset? ShownAt, int SchemaVersion = 1);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FirstKeyNote))]
internal sealed partial class FirstKeyJson : JsonSerializerContext;
