using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>Maps records of one object by the version of its mapping that is in force, and gathers the values that no value map had.</summary>
public sealed class RecordMapper
{
    /// <summary>Most faults that are kept of a record: one that has more is wrong as a whole.</summary>
    public const int MostFaults = 20;

    private readonly Dictionary<ValueMiss, string> _misses = [];
    private readonly CompiledMapping? _mapping;

    private RecordMapper(CompiledMapping? mapping, int? version, string? stamp, string? activationETag)
    {
        (_mapping, Version, Stamp, ActivationETag) = (mapping, version, stamp, activationETag);
    }

    /// <summary>Keeps records as they came.</summary>
    public static RecordMapper AsTheyCame { get; } = new(null, null, null, null);

    /// <summary>Maps by a mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="version">Its version; 0 is the connector's own.</param>
    /// <param name="stamp">Names the mapping with the contents of its value maps; equal stamps map alike.</param>
    /// <param name="activationETag">The activation as it was read; null where none is to be held on to.</param>
    public static RecordMapper By(CompiledMapping mapping, int version, string stamp, string? activationETag = null) =>
        new(mapping, version, stamp, activationETag);

    /// <summary>The version in force; null without a mapping.</summary>
    public int? Version { get; }

    /// <summary>Equal stamps map alike.</summary>
    public string? Stamp { get; }

    /// <summary>Values that no value map had so far, each with the key of a record that has it.</summary>
    public IReadOnlyDictionary<ValueMiss, string> Misses => _misses;

    internal string? ActivationETag { get; }

    /// <summary>What the record becomes.</summary>
    public Task<MappedRecord> Map(string key, JsonObject raw) => Map(key, raw, raw.ToJsonString());

    /// <summary>What the record becomes, given as the text that it is stored as.</summary>
    public Task<MappedRecord> Map(string key, string raw) => Map(key, null, raw);

    private async Task<MappedRecord> Map(string key, JsonObject? record, string raw)
    {
        if (_mapping is null)
        {
            var same = record?.DeepClone().AsObject() ?? JsonNode.Parse(raw)!.AsObject();
            return new(same, null, [], [], RecordHash.Of(same));
        }
        var result = _mapping.Apply(JsonText.Read(raw), key: key);
        foreach (var miss in result.Misses)
        {
            _misses.TryAdd(miss, key);
        }
        var faults = result.Faults;
        if (faults.Count == 0 && !result.Target.IsUndefined)
        {
            faults = await _mapping.Validate(result.Target).ConfigureAwait(false);
        }
        var canonical = result.Target.IsUndefined ? [] : JsonNode.Parse(JsonText.Write(result.Target))!.AsObject();
        Withheld? withheld =
            faults.Count > 0 ? Sync.Withheld.Faulty
            : result.Target.IsUndefined ? Sync.Withheld.LeftOut
            : null;
        if (faults.Count > MostFaults)
        {
            faults = [.. faults.Take(MostFaults)];
        }
        return new(canonical, withheld, faults, result.Misses, Hash(canonical, withheld, faults));
    }

    private static string Hash(JsonObject canonical, Withheld? withheld, IReadOnlyList<MappingFault> faults) =>
        withheld is null
            ? RecordHash.Of(canonical)
            : RecordHash.Of(
                new JsonObject
                {
                    ["withheld"] = $"{withheld}",
                    ["canonical"] = canonical.DeepClone(),
                    ["faults"] = new JsonArray([
                        .. faults.Select(fault => (JsonNode)$"{fault.Code} {fault.Rule} {fault.Field} {fault.Message}"),
                    ]),
                }
            );
}
