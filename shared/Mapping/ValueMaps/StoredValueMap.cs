using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Mapping.ValueMaps;

/// <summary>A value map of a tenant, as it is stored at <c>valueMaps/{name}</c>.</summary>
/// <param name="Name">Kebab-case, 1 to 60 characters; rules name it.</param>
/// <param name="Title">For people, at most 200 characters.</param>
/// <param name="Map">The pairs, and what stands for a value that is none of them.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">The user who did it.</param>
/// <param name="ChangedAt">Last change.</param>
/// <param name="ChangedBy">The user who made it.</param>
/// <param name="Version">1, and one more with every change; what If-Match is compared with.</param>
public sealed record StoredValueMap(
    string Name,
    string? Title,
    ValueMap Map,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset ChangedAt,
    string ChangedBy,
    int Version
);

/// <summary>How a write ended: with the value map, or with one error or more.</summary>
/// <param name="Stored">As it is now; null where the write was refused.</param>
/// <param name="Errors">Why; empty after a success.</param>
/// <param name="IsNew">Whether it was made by this.</param>
public sealed record ValueMapOutcome(StoredValueMap? Stored, IReadOnlyList<IntegrationError> Errors, bool IsNew = false)
{
    /// <summary>A failure.</summary>
    public static implicit operator ValueMapOutcome(IntegrationError error) => new(null, [error]);
}

/// <summary>A page of value maps; <paramref name="Next"/> is null on the last one.</summary>
public sealed record ValueMapPage(IReadOnlyList<StoredValueMap> ValueMaps, string? Next);

/// <summary>A value that no entry of a value map is for, and a record that has it.</summary>
/// <param name="ValueMap">The value map.</param>
/// <param name="Value">The value.</param>
/// <param name="IntegrationId">Whose record.</param>
/// <param name="ObjectName">Which object's.</param>
/// <param name="RecordKey">The record's key.</param>
/// <param name="MappingId">The mapping that looked it up.</param>
public sealed record ObservedMiss(
    string ValueMap,
    string Value,
    string IntegrationId,
    string ObjectName,
    string RecordKey,
    string MappingId
);

/// <summary>A value that was not found, as it is stored at <c>valueMaps/{name}/misses/{hash}</c>.</summary>
/// <param name="Value">The value.</param>
/// <param name="IntegrationId">Whose record had it first.</param>
/// <param name="ObjectName">Which object's.</param>
/// <param name="RecordKey">The first record that had it.</param>
/// <param name="MappingId">The mapping that looked it up.</param>
/// <param name="FirstSeenAt">When.</param>
public sealed record ValueMapMiss(
    string Value,
    string IntegrationId,
    string ObjectName,
    string RecordKey,
    string MappingId,
    DateTimeOffset FirstSeenAt
);

/// <summary>A page of missing values; it may be short and still have a next one.</summary>
public sealed record ValueMapMissPage(IReadOnlyList<ValueMapMiss> Misses, string? Next);
