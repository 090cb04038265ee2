using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Execution;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>
/// A document of the collection <c>integrations/{id}/objects/{object}/records</c>. Records, the checkpoint and the lists of seen keys share
/// it, because they are written in one batch, and a batch is atomic within one collection. <see cref="RecordKey"/> keeps them apart.
/// </summary>
/// <param name="Kind"><c>record</c>; the others are <see cref="CheckpointDocument"/> and <see cref="SeenDocument"/>.</param>
/// <param name="Key">Key at the source.</param>
/// <param name="Hash">Of <paramref name="Raw"/>, see <see cref="RecordHash"/>; equal means unchanged.</param>
/// <param name="ETag">The source's version mark, or null.</param>
/// <param name="Raw">As the source gave it.</param>
/// <param name="Canonical">In the canonical model.</param>
/// <param name="Amount">What the proof sums up, or null.</param>
/// <param name="Currency">ISO 4217 of the amount, or null.</param>
/// <param name="RunId">The run that wrote it last.</param>
/// <param name="FirstSeenAt">When it first came in.</param>
/// <param name="ChangedAt">When it last changed.</param>
/// <param name="DeletedAt">When a complete pass no longer found it; null while it lives.</param>
/// <param name="Returned">True where this write brought it back after a deletion, or after it was withheld.</param>
/// <param name="MappingVersion">The version of the mapping that made <paramref name="Canonical"/>; 0 is the connector's own, null: there is none.</param>
/// <param name="MappingStamp">That version with the value maps as they were (<see cref="RecordMapper.Stamp"/>).</param>
/// <param name="MappedHash">Of what the mapping made; equal means that a new mapping changes nothing.</param>
/// <param name="Withheld">Why nobody sees it but its mapping; null for a record like others.</param>
/// <param name="Faults">What the mapping found wrong with it.</param>
/// <param name="Vanished">True where this write withheld a record that was seen until then.</param>
/// <param name="MappingRunId">The run of a mapping that made this write; null where a synchronisation did.</param>
internal sealed record RecordDocument(
    string Kind,
    string Key,
    string Hash,
    string? ETag,
    JsonObject Raw,
    JsonObject Canonical,
    decimal? Amount,
    string? Currency,
    string RunId,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? DeletedAt,
    bool? Returned = null,
    int? MappingVersion = null,
    string? MappingStamp = null,
    string? MappedHash = null,
    Withheld? Withheld = null,
    IReadOnlyList<MappingFault>? Faults = null,
    bool? Vanished = null,
    string? MappingRunId = null
)
{
    public const string KindName = "record";
}

/// <summary>What a pass must know of a <see cref="RecordDocument"/>; reading it leaves the contents unparsed.</summary>
internal sealed record RecordHeader(
    string Key,
    string Hash,
    string RunId,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset? DeletedAt,
    string? MappingStamp = null,
    string? MappedHash = null,
    Withheld? Withheld = null
)
{
    /// <summary>Whether readers have seen it.</summary>
    public bool IsSeen => DeletedAt is null && Withheld is null;
}

/// <summary>What the proof must know of a <see cref="RecordDocument"/>.</summary>
internal sealed record StoredContent(
    string Key,
    JsonElement Raw,
    decimal? Amount,
    string? Currency,
    DateTimeOffset? DeletedAt
);

/// <summary>How far the pass of a run is, and its figures; written in the same batch as the records that they speak of.</summary>
/// <param name="Kind">Always <c>checkpoint</c>.</param>
/// <param name="RunId">The run.</param>
/// <param name="State">The connector's state behind the last finished page, or null before the first.</param>
/// <param name="Page">Pages finished.</param>
/// <param name="Phase">Reading, then sweeping, then done.</param>
/// <param name="Seen">Records in finished pages.</param>
/// <param name="Added">Records that were new, or came back after a deletion.</param>
/// <param name="Updated">Records that had changed.</param>
/// <param name="Unchanged">Records recognised by their hash.</param>
/// <param name="Deleted">Records that the pass no longer found.</param>
/// <param name="Refused">Records that could not be stored, or not be mapped.</param>
/// <param name="Refusals">The first of them.</param>
internal sealed record CheckpointDocument(
    string Kind,
    string RunId,
    string? State,
    int Page,
    PassPhase Phase,
    long Seen,
    long Added,
    long Updated,
    long Unchanged,
    long Deleted,
    long Refused = 0,
    IReadOnlyList<RefusedRecord>? Refusals = null
)
{
    public const string KindName = "checkpoint";
    public const string Id = RecordKey.Reserved + "checkpoint";
    public const int MaxRefusals = 10;

    public static CheckpointDocument Start(string runId) =>
        new(KindName, runId, null, 0, PassPhase.Reading, 0, 0, 0, 0, 0);

    public PassProgress Progress => new(Phase, Seen, Added, Updated, Unchanged, Deleted, Refused, Refusals ?? []);
}

/// <summary>Where a pass stands.</summary>
public enum PassPhase
{
    /// <summary>Pages are being read.</summary>
    Reading,

    /// <summary>All pages were read; what was not among them is being marked as deleted.</summary>
    Sweeping,

    /// <summary>The deletions are marked; the lists of seen keys are going.</summary>
    Cleaning,

    /// <summary>Nothing left to do.</summary>
    Done,
}

/// <summary>
/// Figures of a pass so far. Seen and Unchanged are exact from the sweep on; before, a record that was on two pages counts twice.
/// </summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Seen">Records at the source.</param>
/// <param name="Added">New, or back after a deletion.</param>
/// <param name="Updated">Changed.</param>
/// <param name="Unchanged">As they were.</param>
/// <param name="Deleted">No longer at the source.</param>
/// <param name="Refused">At the source, but impossible to store or to map; those that can't be mapped are kept as they came.</param>
/// <param name="Refusals">The first ten of those.</param>
public sealed record PassProgress(
    PassPhase Phase,
    long Seen,
    long Added,
    long Updated,
    long Unchanged,
    long Deleted,
    long Refused,
    IReadOnlyList<RefusedRecord> Refusals
);

/// <summary>A record that could not be stored (<c>record-too-large</c>, <c>record-key-unfit</c>) or not be mapped (<c>mapping-...</c>).</summary>
/// <param name="Key">Its key at the source.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">Names the record and says what to do.</param>
public sealed record RefusedRecord(string Key, string Code, string Message);

/// <summary>Keys of one page, kept until the sweep; an unchanged record leaves no other trace of having been seen.</summary>
internal sealed record SeenDocument(string Kind, string RunId, int Page, IReadOnlyList<string> Keys)
{
    public const string KindName = "seen";
    private const string Prefix = RecordKey.Reserved + "seen:";

    public static bool IsIdOfOne(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    public static string IdOf(string runId, int page) => $"{Prefix}{runId}:{page:D7}";
}
