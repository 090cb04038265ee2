using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.ValueMaps;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Mappings;

/// <summary>
/// The mappings of integrations' objects, with their versions and the one in force. One verb, one file. Errors: <c>mapping-not-found</c>,
/// <c>mapping-version-not-found</c>, <c>version-mismatch</c>, <c>mapping-nothing-to-undo</c> (Permanent), <c>mapping-invalid</c>,
/// <c>mapping-round-trip</c> (Validation, with pointers into the definition).
/// </summary>
public sealed partial class ObjectMappings(
    IDocumentStores stores,
    IntegrationService integrations,
    ConnectorCatalogue catalogue,
    ValueMaps valueMaps,
    TimeProvider clock
)
{
    internal const string Group = "mappingVersions";

    /// <summary>Most versions of a mapping.</summary>
    public const int MostVersions = 10_000;

    /// <summary>The mapping, or null where the tenant has no such integration or its connector reads no such object.</summary>
    public async Task<ObjectMapping?> Find(string tenantId, string id, CancellationToken ct = default)
    {
        if (
            ObjectMapping.Parse(id) is not var (integrationId, objectName)
            || await integrations.Get(tenantId, integrationId, ct).ConfigureAwait(false) is not { } integration
        )
        {
            return null;
        }
        var found = ReadObjects(integration).FirstOrDefault(item => item.Name == objectName);
        return found is null ? null : await Read(tenantId, integrationId, found, ct).ConfigureAwait(false);
    }

    /// <summary>The mappings of an integration, in the order of its connector's objects; null where the tenant has no such integration.</summary>
    public async Task<IReadOnlyList<ObjectMapping>?> List(
        string tenantId,
        string integrationId,
        CancellationToken ct = default
    )
    {
        if (await integrations.Get(tenantId, integrationId, ct).ConfigureAwait(false) is not { } integration)
        {
            return null;
        }
        var mappings = new List<ObjectMapping>();
        foreach (var item in ReadObjects(integration))
        {
            mappings.Add(await Read(tenantId, integrationId, item, ct).ConfigureAwait(false));
        }
        return mappings;
    }

    /// <summary>A page of versions, newest first; 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<MappingVersionPage> Versions(
        string tenantId,
        ObjectMapping mapping,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = Newest(mapping.IntegrationId, mapping.ObjectName).Limit(limit).StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(MappingStoreJson.Default.MappingVersion))], page.Next);
    }

    /// <summary>A version of a mapping; 0 is the connector's own. Null where there is none of that number.</summary>
    public async Task<FoundVersion?> Version(
        string tenantId,
        ObjectMapping mapping,
        int number,
        CancellationToken ct = default
    )
    {
        if (number == 0)
        {
            return mapping.Own is { } own ? new(own, null) : null;
        }
        if (number is < 1 or > MostVersions)
        {
            return null;
        }
        var path = VersionsOf(mapping.IntegrationId, mapping.ObjectName).Document(IdOf(number));
        var document = await stores.ForTenant(tenantId).Get(path, ct).ConfigureAwait(false);
        return document?.As(MappingStoreJson.Default.MappingVersion) is { } stored
            ? new(stored.Definition, stored)
            : null;
    }

    internal static CollectionPath VersionsOf(string integrationId, string objectName) =>
        new($"integrations/{integrationId}/objects/{objectName}/{Group}");

    internal static IntegrationError NotFound(string id) =>
        new(
            ErrorKind.Permanent,
            "mapping-not-found",
            $"There is no mapping '{id}'. A mapping's id is that of an integration and the name of an object that it reads: int_...-invoices."
        );

    internal static IntegrationError VersionNotFound(ObjectMapping mapping, int number) =>
        new(
            ErrorKind.Permanent,
            "mapping-version-not-found",
            number == 0
                ? $"The connector has no mapping of its own for '{mapping.ObjectName}'. Save a version first."
                : $"The mapping '{mapping.Id}' has no version {number}; its last one is {mapping.LatestVersion}."
        );

    internal static string IdOf(int number) => $"{number:D5}";

    private static DocumentQuery Newest(string integrationId, string objectName) =>
        new DocumentQuery(VersionsOf(integrationId, objectName)).OrderBy("number", descending: true);

    private IEnumerable<ObjectDescriptor> ReadObjects(Integration integration) =>
        (catalogue.Find(integration.Connector)?.Descriptor.Objects ?? []).Where(item =>
            item.Capabilities.HasFlag(ConnectorCapabilities.Read)
        );

    private async Task<ObjectMapping> Read(
        string tenantId,
        string integrationId,
        ObjectDescriptor item,
        CancellationToken ct
    )
    {
        var store = stores.ForTenant(tenantId);
        var (inForce, _) = await ActiveMappings.Read(store, integrationId, item.Name, ct).ConfigureAwait(false);
        var newest = await store.Query(Newest(integrationId, item.Name).Limit(1), ct).ConfigureAwait(false);
        var latest =
            newest.Documents.Count == 0 ? 0 : newest.Documents[0].As(MappingStoreJson.Default.MappingVersion).Number;
        return new(
            ObjectMapping.IdOf(integrationId, item.Name),
            integrationId,
            item.Name,
            inForce.Version,
            latest,
            inForce.History,
            item.Mapping
        );
    }
}
