namespace IntegrationFunctions.Workflows.Sync;

/// <summary>Which integration to synchronise. Instance id of the workflow = <see cref="RunId"/>.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="IntegrationId">Which.</param>
/// <param name="RunId">Id of the run: <c>run_...</c>.</param>
/// <param name="Trigger">What started it: <c>api</c>, <c>schedule</c> or <c>message</c>.</param>
public sealed record SyncInput(string TenantId, string IntegrationId, string RunId, string Trigger);

/// <summary>What a run did and proved; output of <c>SyncIntegration</c>.</summary>
public sealed record SyncResult(string RunId, IReadOnlyList<SyncObjectResult> Objects, bool Ties);

/// <summary>Figures of one object: records seen and what became of them, and the proof.</summary>
public sealed record SyncObjectResult(
    string ObjectName,
    long Seen,
    long Added,
    long Updated,
    long Unchanged,
    long Deleted,
    CompletenessProof Completeness
);

/// <summary>Both sides' figures; <paramref name="Ties"/> only where all of them are equal.</summary>
public sealed record CompletenessProof(bool Ties, SideTotals Source, SideTotals Store, string? Difference);

/// <summary>Totals of one side. Sums by ISO 4217 code; the hash is independent of order.</summary>
public sealed record SideTotals(long Count, IReadOnlyDictionary<string, decimal> Sums, string Hash);

/// <summary>Progress while a run is under way; custom status of <c>SyncIntegration</c>.</summary>
public sealed record SyncProgress(string ObjectName, string Phase, long Seen, long? Total);
