namespace IntegrationFunctions.Workflows.Sync;

/// <summary>Which integration to synchronise. Instance id of the workflow = <see cref="RunId"/>.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="IntegrationId">Which.</param>
/// <param name="RunId">Id of the run: <c>run_...</c>.</param>
/// <param name="Trigger">What started it: <c>api</c>, <c>schedule</c>, <c>message</c> or <c>webhook</c>.</param>
/// <param name="State">How far an earlier execution of the same run came; null at the start.</param>
public sealed record SyncInput(
    string TenantId,
    string IntegrationId,
    string RunId,
    string Trigger,
    SyncState? State = null
);

/// <summary>What one execution hands to the next, so that a history stays short however many pages there are.</summary>
/// <param name="Objects">What to synchronise, in order.</param>
/// <param name="Done">Results of the objects that are finished.</param>
/// <param name="Pass">Figures of the pass under way, or null.</param>
/// <param name="Proof">The source's totals as far as they were read, or null.</param>
public sealed record SyncState(
    IReadOnlyList<PlannedObject> Objects,
    IReadOnlyList<SyncObjectResult> Done,
    PassFigures? Pass,
    SourceFold? Proof
);

/// <summary>An object with the number of records that the source says it has.</summary>
public sealed record PlannedObject(string ObjectName, long Total);

/// <summary>Which object of which run a step is about.</summary>
public sealed record SyncStep(string TenantId, string IntegrationId, string RunId, string ObjectName);

/// <summary>
/// Figures of a pass; <paramref name="Done"/> once nothing is left to read, sweep or clean. <paramref name="Refused"/> records could not be
/// stored; <paramref name="Refusals"/> says why of the first ten.
/// </summary>
public sealed record PassFigures(
    bool Done,
    string Phase,
    long Seen,
    long Added,
    long Updated,
    long Unchanged,
    long Deleted,
    long Refused = 0,
    IReadOnlyList<string>? Refusals = null
);

/// <summary>Reads one more page of the source into its totals.</summary>
public sealed record FoldSourceStep(SyncStep Step, SourceFold? Fold);

/// <summary>The source's totals behind <paramref name="State"/>; complete where <paramref name="HasMore"/> is false.</summary>
public sealed record SourceFold(string? State, bool HasMore, SideTotals Totals);

/// <summary>Compares both sides. Where records were refused they can't tie, and the refusals say why.</summary>
public sealed record ProveStep(
    SyncStep Step,
    SideTotals Source,
    long Refused = 0,
    IReadOnlyList<string>? Refusals = null
);

/// <summary>How a run ended: with a result, or with an error.</summary>
public sealed record FinishSyncInput(SyncInput Run, SyncResult? Result, string? ErrorCode, string? ErrorMessage);

/// <summary>What a run did and proved; output of <c>SyncIntegration</c>.</summary>
public sealed record SyncResult(string RunId, IReadOnlyList<SyncObjectResult> Objects, bool Ties);

/// <summary>
/// Figures of one object: records seen and what became of them, and the proof. <paramref name="Refused"/> records could not be stored;
/// <paramref name="Refusals"/> says why of the first ten.
/// </summary>
public sealed record SyncObjectResult(
    string ObjectName,
    long Seen,
    long Added,
    long Updated,
    long Unchanged,
    long Deleted,
    CompletenessProof Completeness,
    long Refused = 0,
    IReadOnlyList<string>? Refusals = null
);

/// <summary>Both sides' figures; <paramref name="Ties"/> only where all of them are equal.</summary>
public sealed record CompletenessProof(bool Ties, SideTotals Source, SideTotals Store, string? Difference);

/// <summary>Totals of one side. Sums by ISO 4217 code; the hash is independent of order.</summary>
public sealed record SideTotals(long Count, IReadOnlyDictionary<string, decimal> Sums, string Hash);

/// <summary>Progress while a run is under way; custom status of <c>SyncIntegration</c>.</summary>
public sealed record SyncProgress(string ObjectName, string Phase, long Seen, long? Total);
