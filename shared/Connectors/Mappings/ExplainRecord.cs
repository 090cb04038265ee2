using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Mappings;

public sealed partial class ObjectMappings
{
    /// <summary>
    /// Where each field of a stored record comes from, by the version that made it. Errors: <c>record-not-found</c>, <c>mapping-not-found</c>
    /// where the record was kept as it came, <c>mapping-invalid</c> (Configuration) where that version can't be used any more.
    /// </summary>
    public async Task<Result<RecordOrigins>> Explain(
        string tenantId,
        ObjectMapping mapping,
        string key,
        CancellationToken ct = default
    )
    {
        if (await StoredRecord(tenantId, mapping, key, ct).ConfigureAwait(false) is not { } stored)
        {
            return RecordNotFound(mapping, key);
        }
        var number = stored.MappingVersion ?? 0;
        if (await Version(tenantId, mapping, number, ct).ConfigureAwait(false) is not { } found)
        {
            return VersionNotFound(mapping, number);
        }
        var (compiled, errors) = await Check(tenantId, mapping, found.Definition, ct).ConfigureAwait(false);
        if (compiled is null)
        {
            return errors[0] with { Kind = ErrorKind.Configuration };
        }
        var result = compiled.Apply(JsonText.Read(stored.Raw.ToJsonString()), explain: true, stored.Key);
        return new RecordOrigins(
            stored.Key,
            number,
            stored.Canonical,
            stored.Withheld,
            stored.Faults ?? [],
            result.Why ?? []
        );
    }
}

/// <summary>A stored record and where its fields come from.</summary>
/// <param name="Key">Its key at the source.</param>
/// <param name="Version">The version of the mapping that made it; 0 is the connector's own.</param>
/// <param name="Canonical">As it is stored.</param>
/// <param name="Withheld">Why nobody sees it; null for a record like others.</param>
/// <param name="Faults">What is wrong with it.</param>
/// <param name="Why">For each field: rule, source fields with their values, value map entry, version.</param>
public sealed record RecordOrigins(
    string Key,
    int Version,
    JsonObject Canonical,
    Withheld? Withheld,
    IReadOnlyList<MappingFault> Faults,
    IReadOnlyList<FieldOrigin> Why
);
