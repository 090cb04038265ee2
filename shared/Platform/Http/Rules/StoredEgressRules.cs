using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Platform.Http.Rules;

/// <summary>The rules as the document <c>settings/egress</c> of each tenant.</summary>
internal sealed class StoredEgressRules(IDocumentStores stores, TimeProvider clock) : IEgressRules
{
    public const string Group = "settings";

    private static readonly DocumentPath Path = $"{Group}/egress";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (TenantEgress Egress, DateTimeOffset ReadAt)> _known = new(
        StringComparer.Ordinal
    );

    public async ValueTask<TenantEgress> Current(string tenantId, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        return _known.TryGetValue(tenantId, out var known) && now - known.ReadAt < Fresh
            ? known.Egress
            : Remember(tenantId, await Get(tenantId, ct).ConfigureAwait(false), now);
    }

    public async Task<TenantEgress> Get(string tenantId, CancellationToken ct = default) =>
        (await stores.ForTenant(tenantId).Get(Path, ct).ConfigureAwait(false))?.As(EgressJson.Default.TenantEgress)
        ?? TenantEgress.Unset;

    public async Task<EgressOutcome> Put(
        string tenantId,
        int ifVersion,
        IReadOnlyList<EgressRule>? allowed,
        IReadOnlyDictionary<string, IReadOnlyList<EgressRule>>? extensions,
        CancellationToken ct = default
    )
    {
        var errors = new List<IntegrationError>();
        var list = allowed is null ? null : EgressRuleChecks.Read(allowed, "/allowed", errors);
        var lists = EgressRuleChecks.Read(extensions ?? TenantEgress.Unset.Extensions, errors);
        if (errors.Count > 0)
        {
            return new(null, errors);
        }
        var store = stores.ForTenant(tenantId);
        var stored = await store.Get(Path, ct).ConfigureAwait(false);
        var version = stored?.As(EgressJson.Default.TenantEgress).Version ?? 0;
        if (version != ifVersion)
        {
            return new(null, [Mismatch(ifVersion, version)]);
        }
        var egress = new TenantEgress(version + 1, list, lists);
        var result = stored is null
            ? await store.Create(Path, egress, EgressJson.Default.TenantEgress, ct).ConfigureAwait(false)
            : await store.Set(Path, egress, EgressJson.Default.TenantEgress, stored.ETag, ct).ConfigureAwait(false);
        return result.Conflict is null
            ? new(Remember(tenantId, egress, clock.GetUtcNow()), [])
            : new(null, [Mismatch(ifVersion, version + 1)]);
    }

    // The higher version wins: a read that began before a write must not bring the old rules back.
    private TenantEgress Remember(string tenantId, TenantEgress egress, DateTimeOffset readAt) =>
        _known
            .AddOrUpdate(
                tenantId,
                (egress, readAt),
                (_, known) => known.Egress.Version > egress.Version ? known : (egress, readAt)
            )
            .Egress;

    private static IntegrationError Mismatch(int given, int stored) =>
        new(
            ErrorKind.Permanent,
            "version-mismatch",
            $"The rules are at version {stored}, not {given}. Read them again, and send your change with their ETag."
        );
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TenantEgress))]
internal sealed partial class EgressJson : JsonSerializerContext;
