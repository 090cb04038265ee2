using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>How far a run is.</summary>
public enum SyncRunStatus
{
    /// <summary>Under way.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Ended with a result.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>Ended by an error.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Ended from outside.</summary>
    [JsonStringEnumMemberName("terminated")]
    Terminated,
}

/// <summary>One synchronisation, as it is stored at <c>integrations/{integrationId}/runs/{id}</c>.</summary>
/// <param name="Id"><c>run_...</c>, and the id of its workflow.</param>
/// <param name="IntegrationId">Of which integration.</param>
/// <param name="Trigger"><c>api</c>, <c>schedule</c>, <c>message</c> or <c>webhook</c>.</param>
/// <param name="Status">How far it is.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Result">Figures and proof of each object, after a success.</param>
/// <param name="Error">Why it ended without a result.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record SyncRun(
    string Id,
    string IntegrationId,
    string Trigger,
    SyncRunStatus Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt = null,
    JsonObject? Result = null,
    SyncRunError? Error = null,
    int SchemaVersion = 1
);

/// <summary>Why a run ended without a result. Never holds a secret.</summary>
public sealed record SyncRunError(string Code, string Message);

/// <summary>A page of runs, newest first; <paramref name="Next"/> is null on the last one.</summary>
public sealed record SyncRunPage(IReadOnlyList<SyncRun> Runs, string? Next);

/// <summary>Which run an integration is at; beside the runs, so that both are written in one batch.</summary>
internal sealed record CurrentRun(string RunId, int SchemaVersion = 1);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(SyncRun))]
[JsonSerializable(typeof(CurrentRun))]
internal sealed partial class SyncRunJson : JsonSerializerContext;
