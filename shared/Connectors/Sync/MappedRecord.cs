using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Execution;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>Why a record is stored and not shown.</summary>
public enum Withheld
{
    /// <summary>The mapping's condition leaves it out.</summary>
    LeftOut,

    /// <summary>The mapping found something wrong with it.</summary>
    Faulty,
}

/// <summary>What a mapping made of a record.</summary>
/// <param name="Canonical">In the canonical model; as far as it came where there are faults, empty where it was left out.</param>
/// <param name="Withheld">Why nobody is to see it; null for a good record.</param>
/// <param name="Faults">What is wrong with it, at most <see cref="RecordMapper.MostFaults"/>.</param>
/// <param name="Misses">Values that their value map has no entry for.</param>
/// <param name="Hash">Of all this: equal means that nothing changed.</param>
public sealed record MappedRecord(
    JsonObject Canonical,
    Withheld? Withheld,
    IReadOnlyList<MappingFault> Faults,
    IReadOnlyList<ValueMiss> Misses,
    string Hash
);
