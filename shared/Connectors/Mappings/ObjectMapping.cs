using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Connectors.Mappings;

/// <summary>How the records of one object of an integration become canonical. Each object that is read has one.</summary>
/// <param name="Id"><c>{integrationId}-{objectName}</c>.</param>
/// <param name="IntegrationId">The integration.</param>
/// <param name="ObjectName">The object of its connector.</param>
/// <param name="ActiveVersion">The version in force; 0 is the connector's own mapping.</param>
/// <param name="LatestVersion">The last version that was saved; 0 where there is none but the connector's own.</param>
/// <param name="History">What was activated, newest first.</param>
/// <param name="Own">The connector's own mapping; null where it has none and records are kept as they came.</param>
public sealed record ObjectMapping(
    string Id,
    string IntegrationId,
    string ObjectName,
    int ActiveVersion,
    int LatestVersion,
    IReadOnlyList<MappingActivation> History,
    MappingDefinition? Own
)
{
    /// <summary>The mapping's id for an object of an integration.</summary>
    public static string IdOf(string integrationId, string objectName) => $"{integrationId}-{objectName}";

    /// <summary>The two parts; null where the text is no such id.</summary>
    public static (string IntegrationId, string ObjectName)? Parse(string id) =>
        id.Split('-') is [{ Length: > 0 } integration, { Length: > 0 } objectName] ? (integration, objectName) : null;
}

/// <summary>One version of a mapping. It never changes.</summary>
/// <param name="Number">1 for the first one that was saved.</param>
/// <param name="Definition">The mapping, with its version, author and note.</param>
/// <param name="CreatedAt">When.</param>
public sealed record MappingVersion(int Number, MappingDefinition Definition, DateTimeOffset CreatedAt);

/// <summary>A version that there is: one that was saved, or the connector's own (<paramref name="Stored"/> is null).</summary>
public sealed record FoundVersion(MappingDefinition Definition, MappingVersion? Stored);

/// <summary>A page of versions; <paramref name="Next"/> is null on the last one.</summary>
public sealed record MappingVersionPage(IReadOnlyList<MappingVersion> Versions, string? Next);
