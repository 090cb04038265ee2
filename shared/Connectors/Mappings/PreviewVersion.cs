using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Mappings;

public sealed partial class ObjectMappings
{
    /// <summary>
    /// What a definition, saved or not, makes of a stored record, side by side with what the record is now. Nothing is written. Errors: those of
    /// the definition (<c>mapping-invalid</c>), <c>record-not-found</c>.
    /// </summary>
    public async Task<(MappingPreview? Preview, IReadOnlyList<IntegrationError> Errors)> Preview(
        string tenantId,
        ObjectMapping mapping,
        MappingDefinition definition,
        string key,
        CancellationToken ct = default
    )
    {
        var (compiled, errors) = await Check(tenantId, mapping, definition, ct).ConfigureAwait(false);
        if (compiled is null)
        {
            return (null, errors);
        }
        if (await StoredRecord(tenantId, mapping, key, ct).ConfigureAwait(false) is not { } stored)
        {
            return (null, [RecordNotFound(mapping, key)]);
        }
        var raw = JsonText.Read(stored.Raw.ToJsonString());
        var why = compiled.Apply(raw, explain: true, stored.Key).Why ?? [];
        var mapped = await RecordMapper
            .By(compiled, definition.Version, "preview")
            .Map(stored.Key, stored.Raw)
            .ConfigureAwait(false);
        return (
            new MappingPreview(
                stored.Key,
                stored.Raw,
                new(stored.Canonical, stored.Withheld, stored.Faults ?? []),
                new(mapped.Canonical, mapped.Withheld, mapped.Faults),
                FieldDifferences.Between(stored.Canonical, mapped.Canonical),
                why,
                compiled.GoesBack ? compiled.CheckRoundTrip(raw, stored.Key) : []
            ),
            []
        );
    }

    private async Task<RecordDocument?> StoredRecord(
        string tenantId,
        ObjectMapping mapping,
        string key,
        CancellationToken ct
    )
    {
        if (!RecordKey.IsFit(key))
        {
            return null;
        }
        var path = SyncPass.RecordsOf(mapping.IntegrationId, mapping.ObjectName).Document(key);
        var document = await stores.ForTenant(tenantId).Get(path, ct).ConfigureAwait(false);
        return document?.As(SyncJson.Default.RecordDocument) is { DeletedAt: null } record ? record : null;
    }

    private static IntegrationError RecordNotFound(ObjectMapping mapping, string key) =>
        new(
            ErrorKind.Permanent,
            "record-not-found",
            $"No record '{RecordKey.Printable(key)}' of '{mapping.ObjectName}' is stored. Synchronise first, or give the key of another."
        );
}

/// <summary>A stored record before and after.</summary>
/// <param name="Key">Its key at the source.</param>
/// <param name="Raw">As the source gave it.</param>
/// <param name="Now">As it is stored.</param>
/// <param name="Then">As the definition maps it.</param>
/// <param name="Differences">Where the two differ.</param>
/// <param name="Why">Where each field comes from.</param>
/// <param name="RoundTrip">Two-way fields that would not come back as they were.</param>
public sealed record MappingPreview(
    string Key,
    JsonObject Raw,
    PreviewedRecord Now,
    PreviewedRecord Then,
    IReadOnlyList<FieldDifference> Differences,
    IReadOnlyList<FieldOrigin> Why,
    IReadOnlyList<RoundTripFault> RoundTrip
);

/// <summary>A record on one side of a preview.</summary>
public sealed record PreviewedRecord(JsonObject Canonical, Withheld? Withheld, IReadOnlyList<MappingFault> Faults);
