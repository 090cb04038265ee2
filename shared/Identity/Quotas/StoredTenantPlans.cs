using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.Quotas;

/// <summary>Plans as documents of the platform's own tenant, where no tenant reaches them.</summary>
internal sealed class StoredTenantPlans(IDocumentStores stores, TimeProvider clock) : ITenantPlans
{
    public const string Group = "plans";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly TenantPlan Unset = new(Plans.Free, TimeZoneInfo.Utc);

    private readonly ConcurrentDictionary<string, (TenantPlan Plan, DateTimeOffset ReadAt)> _known = new(
        StringComparer.Ordinal
    );
    private IDocumentStore Store => stores.ForTenant(Tenant.System);

    public ValueTask<TenantPlan> Current(string tenantId, CancellationToken ct = default) =>
        _known.TryGetValue(tenantId, out var known) && clock.GetUtcNow() - known.ReadAt < Fresh
            ? new(known.Plan)
            : new(Load(tenantId, ct));

    public async Task<TenantPlan> Set(
        string tenantId,
        string plan,
        string? timeZone = null,
        CancellationToken ct = default
    )
    {
        var read = Read(plan, timeZone ?? "UTC");
        await Store
            .Set(Path(tenantId), new PlanDocument(plan, timeZone ?? "UTC"), PlanJson.Default.PlanDocument, ct: ct)
            .ConfigureAwait(false);
        _known[tenantId] = (read, clock.GetUtcNow());
        return read;
    }

    public async Task Begin(string tenantId, string plan, CancellationToken ct = default)
    {
        Read(plan, "UTC");
        await Store
            .Create(Path(tenantId), new PlanDocument(plan, "UTC"), PlanJson.Default.PlanDocument, ct)
            .ConfigureAwait(false);
        _known.TryRemove(tenantId, out _);
    }

    private async Task<TenantPlan> Load(string tenantId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var stored = await Store.Get(Path(tenantId), ct).ConfigureAwait(false);
        var plan = stored?.As(PlanJson.Default.PlanDocument) is { } document
            ? Read(document.Plan, document.TimeZone)
            : Unset;
        _known[tenantId] = (plan, now);
        return plan;
    }

    private static DocumentPath Path(string tenantId) => new($"{Group}/{tenantId}");

    private static TenantPlan Read(string plan, string timeZone)
    {
        var found =
            Plans.Find(plan)
            ?? throw new ArgumentException(
                $"There is no plan '{plan}'. There are {string.Join(", ", Plans.All.Select(known => known.Name))}."
            );
        return TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone)
            ? new(found, zone)
            : throw new ArgumentException(
                $"There is no time zone '{timeZone}'. Give its name of the IANA database, such as Europe/Paris, or UTC."
            );
    }
}

/// <summary>A tenant's plan as it is stored.</summary>
internal sealed record PlanDocument(string Plan, string TimeZone, int SchemaVersion = 1);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PlanDocument))]
internal sealed partial class PlanJson : JsonSerializerContext;
