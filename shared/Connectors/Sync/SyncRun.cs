using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>How a run stands.</summary>
public enum SyncRunStatus
{
    /// <summary>Under way, or waiting for its turn.</summary>
    Running,

    /// <summary>Ended with a result, whose proof may or may not tie.</summary>
    Completed,

    /// <summary>Ended with an error.</summary>
    Failed,
}

/// <summary>One synchronisation of an integration: document <c>integrations/{id}/runs/{runId}</c>.</summary>
/// <param name="RunId">Id of the run and of its workflow: <c>run_...</c>.</param>
/// <param name="IntegrationId">The integration.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Trigger"><c>api</c>, <c>schedule</c> or <c>message</c>.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Result">Figures and proof (the workflow's SyncResult), or null.</param>
/// <param name="ErrorCode">Stable code, or null.</param>
/// <param name="ErrorMessage">What to do, or null.</param>
public sealed record SyncRun(
    string RunId,
    string IntegrationId,
    SyncRunStatus Status,
    string Trigger,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt = null,
    JsonObject? Result = null,
    string? ErrorCode = null,
    string? ErrorMessage = null
);
