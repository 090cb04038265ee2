using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Connectors.Integrations;

/// <summary>
/// Integrations of tenants. One verb, one file. Errors: <c>integration-not-found</c>, <c>integration-paused</c>, <c>version-mismatch</c>,
/// <c>idempotency-key-reused</c> (Permanent), <c>connector-unknown</c> (Configuration), <c>validation-failed</c> (Validation, with a pointer).
/// </summary>
public sealed partial class IntegrationService(
    IDocumentStores stores,
    ISecretStore secrets,
    ConnectorCatalogue catalogue,
    IOutgoingHttp http,
    TimeProvider clock
)
{
    private const string Collection = "integrations";

    /// <summary>The integration, or null where the tenant has none of that id.</summary>
    public async Task<Integration?> Get(string tenantId, string id, CancellationToken ct = default) =>
        (await Read(tenantId, id, ct).ConfigureAwait(false))?.Integration;

    /// <summary>A page in the order given, or of creation, oldest first; 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<IntegrationPage> List(
        string tenantId,
        int limit,
        string? cursor,
        DocumentOrder? order = null,
        CancellationToken ct = default
    )
    {
        order ??= new("createdAt");
        var query = new DocumentQuery(Collection)
            .Where("status", Compare.NotEqual, "deleted")
            .OrderBy(order.Field, order.Descending)
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new IntegrationPage(
            [.. page.Documents.Select(d => d.As(IntegrationJson.Default.Integration))],
            page.Next
        );
    }

    /// <summary>Active integrations that have a schedule.</summary>
    public async IAsyncEnumerable<Integration> Scheduled(
        string tenantId,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(Collection)
            .Where("status", "active")
            .Where("scheduleMinutes", Compare.Greater, 0)
            .Limit(1000);
        await foreach (var document in stores.ForTenant(tenantId).QueryAll(query, ct).ConfigureAwait(false))
        {
            yield return document.As(IntegrationJson.Default.Integration);
        }
    }

    private async Task<Stored?> Read(string tenantId, string id, CancellationToken ct)
    {
        if (!IdRules.IsId(id))
        {
            return null;
        }
        var document = await stores.ForTenant(tenantId).Get($"{Collection}/{id}", ct).ConfigureAwait(false);
        var integration = document?.As(IntegrationJson.Default.Integration);
        return integration is null or { Status: IntegrationStatus.Deleted }
            ? null
            : new Stored(integration, document!.ETag);
    }

    private async Task<bool> Write(string tenantId, Integration integration, string etag, CancellationToken ct)
    {
        var result = await stores
            .ForTenant(tenantId)
            .Set($"{Collection}/{integration.Id}", integration, IntegrationJson.Default.Integration, etag, ct)
            .ConfigureAwait(false);
        return result.Conflict is null;
    }

    /// <summary>Reads, changes and writes, over again where somebody else wrote in between.</summary>
    private async Task<IntegrationOutcome> Change(
        string tenantId,
        string id,
        int? ifVersion,
        Func<Integration, Integration> change,
        CancellationToken ct
    )
    {
        while (true)
        {
            if (await Read(tenantId, id, ct).ConfigureAwait(false) is not { } stored)
            {
                return IntegrationErrors.NotFound(id);
            }
            if (ifVersion is not null && ifVersion != stored.Integration.Version)
            {
                return IntegrationErrors.VersionMismatch(stored.Integration);
            }
            var changed = change(stored.Integration);
            if (
                ReferenceEquals(changed, stored.Integration)
                || await Write(tenantId, changed, stored.ETag, ct).ConfigureAwait(false)
            )
            {
                return changed;
            }
        }
    }

    private IntegrationError UnknownConnector(string connector) =>
        IntegrationErrors.ConnectorUnknown(connector, catalogue.All.Select(c => c.Descriptor.Name));

    private static IEnumerable<IntegrationError> CheckName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100 || name.Any(char.IsControl))
        {
            yield return IntegrationErrors.Invalid(
                "/name",
                "'name' must be 1 to 100 characters, not all blank, without control characters."
            );
        }
    }

    private static IEnumerable<IntegrationError> CheckSchedule(int? minutes)
    {
        if (minutes is < 1 or > 44_640)
        {
            yield return IntegrationErrors.Invalid(
                "/scheduleMinutes",
                "'scheduleMinutes' must be 1 to 44640 (31 days), or null for no schedule."
            );
        }
    }

    private sealed record Stored(Integration Integration, string ETag);
}
