#pragma warning disable
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Mapping.ValueMaps;

public sealed class ValueMaps(IDocumentStores stores, TimeProvider clock)
{
    public Task<IReadOnlyDictionary<string, ValueMap>> Load(
        string tenantId,
        IReadOnlyCollection<string> names,
        CancellationToken ct = default
    ) => Task.FromResult<IReadOnlyDictionary<string, ValueMap>>(new Dictionary<string, ValueMap>());

    public Task RecordMisses(
        string tenantId,
        IReadOnlyCollection<ObservedMiss> misses,
        CancellationToken ct = default
    ) => Task.CompletedTask;
}

public sealed record ObservedMiss(
    string ValueMap,
    string Value,
    string IntegrationId,
    string ObjectName,
    string RecordKey,
    string MappingId
);
