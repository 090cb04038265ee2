using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Identity.Cors;

/// <summary>
/// The document <c>settings/cors</c> of each tenant and, in the platform's own tenant, a document an origin that says who allows it. The
/// latter may name a tenant too many after a crash, which opens nothing: the tenant's own list decides.
/// </summary>
internal sealed class StoredCorsOrigins(IDocumentStores stores, TimeProvider clock) : ICorsOrigins
{
    public const string OriginsGroup = "corsOrigins";
    private const int Most = 20;
    private const int MostRemembered = 10_000;
    private const int MaxAttempts = 16;

    private static readonly DocumentPath Settings = "settings/cors";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly IDocumentStore _system = stores.ForTenant(Tenant.System);
    private readonly ConcurrentDictionary<string, (bool Known, DateTimeOffset Until)> _known = new(
        StringComparer.Ordinal
    );
    private readonly ConcurrentDictionary<string, (TenantCors Cors, DateTimeOffset Until)> _tenants = new(
        StringComparer.Ordinal
    );

    public async Task<TenantCors> Get(string tenantId, CancellationToken ct = default) =>
        (await stores.ForTenant(tenantId).Get(Settings, ct).ConfigureAwait(false))?.As(CorsJson.Default.TenantCors)
        ?? TenantCors.Unset;

    public async Task<CorsOutcome> Put(
        string tenantId,
        int ifVersion,
        IReadOnlyList<string> origins,
        CancellationToken ct = default
    )
    {
        var errors = Check(origins);
        if (errors.Count > 0)
        {
            return new(null, errors);
        }
        var store = stores.ForTenant(tenantId);
        var stored = await store.Get(Settings, ct).ConfigureAwait(false);
        var before = stored?.As(CorsJson.Default.TenantCors) ?? TenantCors.Unset;
        if (before.Version != ifVersion)
        {
            return new(null, [Mismatch(ifVersion, before.Version)]);
        }
        foreach (var added in origins.Except(before.Origins))
        {
            await Name(added, tenantId, isThere: true, ct).ConfigureAwait(false);
        }
        var cors = new TenantCors(before.Version + 1, [.. origins.Distinct(StringComparer.Ordinal)]);
        var result = stored is null
            ? await store.Create(Settings, cors, CorsJson.Default.TenantCors, ct).ConfigureAwait(false)
            : await store.Set(Settings, cors, CorsJson.Default.TenantCors, stored.ETag, ct).ConfigureAwait(false);
        if (result.Conflict is not null)
        {
            return new(null, [Mismatch(ifVersion, before.Version + 1)]);
        }
        foreach (var removed in before.Origins.Except(origins))
        {
            await Name(removed, tenantId, isThere: false, ct).ConfigureAwait(false);
        }
        _tenants[tenantId] = (cors, clock.GetUtcNow() + Fresh);
        _known.Clear();
        return new(cors, []);
    }

    public async ValueTask<bool> IsAllowed(string tenantId, string origin, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        if (!_tenants.TryGetValue(tenantId, out var known) || known.Until <= now)
        {
            _tenants[tenantId] = known = (await Get(tenantId, ct).ConfigureAwait(false), now + Fresh);
        }
        return known.Cors.Origins.Contains(origin, StringComparer.Ordinal);
    }

    public async ValueTask<bool> IsKnown(string origin, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(origin, out var known) && known.Until > now)
        {
            return known.Known;
        }
        // What nobody could have registered is not looked for: anybody can send anything here.
        var document =
            origin.Length <= 300 && CorsOrigin.Fault(origin) is null
                ? await _system.Get(Path(origin), ct).ConfigureAwait(false)
                : null;
        if (_known.Count >= MostRemembered)
        {
            _known.Clear();
        }
        var isKnown = document?.As(CorsJson.Default.KnownOrigin).Tenants.Count > 0;
        _known[origin] = (isKnown, now + Fresh);
        return isKnown;
    }

    private async Task Name(string origin, string tenantId, bool isThere, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await _system.Get(Path(origin), ct).ConfigureAwait(false);
            var tenants = (stored?.As(CorsJson.Default.KnownOrigin).Tenants ?? []).Where(t => t != tenantId);
            var known = new KnownOrigin(origin, isThere ? [.. tenants, tenantId] : [.. tenants]);
            var result = stored is null
                ? await _system.Create(Path(origin), known, CorsJson.Default.KnownOrigin, ct).ConfigureAwait(false)
                : await _system
                    .Set(Path(origin), known, CorsJson.Default.KnownOrigin, stored.ETag, ct)
                    .ConfigureAwait(false);
            if (result.Conflict is null)
            {
                return;
            }
        }
        throw new InvalidOperationException($"Too many tenants register {origin} at the same time.");
    }

    private static List<IntegrationError> Check(IReadOnlyList<string> origins)
    {
        var errors = new List<IntegrationError>();
        if (origins.Count > Most)
        {
            errors.Add(Invalid($"At most {Most} origins can be allowed; got {origins.Count}.", "/origins"));
        }
        for (var i = 0; i < origins.Count; i++)
        {
            if (CorsOrigin.Fault(origins[i]) is { } fault)
            {
                errors.Add(Invalid(fault, $"/origins/{i}"));
            }
        }
        return errors;
    }

    private static IntegrationError Invalid(string message, string pointer) =>
        new(ErrorKind.Validation, "origin-invalid", message, pointer);

    private static IntegrationError Mismatch(int given, int stored) =>
        new(
            ErrorKind.Permanent,
            "version-mismatch",
            $"The origins are at version {stored}, not {given}. Read them again, and send your change with their ETag."
        );

    private static DocumentPath Path(string origin) =>
        $"{OriginsGroup}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)))}";
}

/// <summary>An origin and the tenants that allow it.</summary>
internal sealed record KnownOrigin(string Origin, IReadOnlyList<string> Tenants, int SchemaVersion = 1);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TenantCors))]
[JsonSerializable(typeof(KnownOrigin))]
internal sealed partial class CorsJson : JsonSerializerContext;
