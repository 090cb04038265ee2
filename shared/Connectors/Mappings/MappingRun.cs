using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Execution;

namespace IntegrationFunctions.Connectors.Mappings;

/// <summary>What a run over stored records is for.</summary>
public enum MappingRunKind
{
    /// <summary>To say what a version would change; nothing is written.</summary>
    DryRun,

    /// <summary>To bring a version into force, and to map the stored records by it.</summary>
    Activation,

    /// <summary>To take the last activation back.</summary>
    Undo,
}

/// <summary>How a run stands.</summary>
public enum MappingRunStatus
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>All stored records are done.</summary>
    Succeeded,

    /// <summary>Another version came into force before it was through; that one's run does the rest.</summary>
    Superseded,

    /// <summary>It could not go on; its error says why.</summary>
    Failed,
}

/// <summary>One run of a mapping's version over all stored records. Instance id of its workflow = <see cref="Id"/>.</summary>
/// <param name="Id"><c>mrn_...</c></param>
/// <param name="IntegrationId">Whose records.</param>
/// <param name="ObjectName">Which records.</param>
/// <param name="Kind">What for.</param>
/// <param name="Version">The version; 0 is the connector's own mapping.</param>
/// <param name="Undoes">The run of the activation that is taken back.</param>
/// <param name="Status">How it stands.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="StartedBy">The user who did.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Cursor">Behind the last page that is done; null at the beginning.</param>
/// <param name="Tally">What came of it so far.</param>
/// <param name="Error">Why it failed.</param>
public sealed record MappingRun(
    string Id,
    string IntegrationId,
    string ObjectName,
    MappingRunKind Kind,
    int Version,
    string? Undoes,
    MappingRunStatus Status,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? FinishedAt,
    string? Cursor,
    MappingTally Tally,
    MappingRunError? Error = null
);

/// <summary>Why a run failed.</summary>
public sealed record MappingRunError(string Code, string Message);

/// <summary>The difference that a version makes to the stored records.</summary>
/// <param name="Records">Records mapped.</param>
/// <param name="Changed">Those that become something else than they were.</param>
/// <param name="Faulty">Those that can't be mapped by it; nobody sees them until they can.</param>
/// <param name="NewlyFaulty">Those of them that could be until now.</param>
/// <param name="LeftOut">Those that its condition leaves out.</param>
/// <param name="NewlyLeftOut">Those of them that were not until now.</param>
/// <param name="Released">Those that were withheld until now, and are not by it.</param>
/// <param name="Fields">How many records change in a field, by its pointer with <c>*</c> for any entry of a list.</param>
/// <param name="Examples">The first records that change.</param>
/// <param name="Faults">The first records that can't be mapped.</param>
/// <param name="Misses">The first values that no value map has.</param>
public sealed record MappingTally(
    long Records,
    long Changed,
    long Faulty,
    long NewlyFaulty,
    long LeftOut,
    long NewlyLeftOut,
    long Released,
    IReadOnlyDictionary<string, long> Fields,
    IReadOnlyList<ChangedRecord> Examples,
    IReadOnlyList<FaultyRecord> Faults,
    IReadOnlyList<ValueMiss> Misses
)
{
    /// <summary>Examples that are kept.</summary>
    public const int MostExamples = 10;

    /// <summary>Missing values that are kept.</summary>
    public const int MostMisses = 100;

    /// <summary>Nothing yet.</summary>
    public static MappingTally Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, new Dictionary<string, long>(), [], [], []);
}

/// <summary>A record that changes, and where.</summary>
public sealed record ChangedRecord(string Key, IReadOnlyList<FieldDifference> Differences);

/// <summary>A record that can't be mapped, and why.</summary>
public sealed record FaultyRecord(string Key, IReadOnlyList<MappingFault> Faults);

/// <summary>One field with two values.</summary>
/// <param name="Field">JSON pointer.</param>
/// <param name="Before">What was there; null where nothing was.</param>
/// <param name="After">What is there then; null where nothing is.</param>
public sealed record FieldDifference(string Field, JsonNode? Before, JsonNode? After);

/// <summary>A page of runs; <paramref name="Next"/> is null on the last one.</summary>
public sealed record MappingRunPage(IReadOnlyList<MappingRun> Runs, string? Next);
