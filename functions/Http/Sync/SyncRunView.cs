using System.ComponentModel;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Functions.Http.Sync;

/// <summary>One synchronisation as the API shows it.</summary>
internal sealed record SyncRunView(
    [property: Description("run_..., and the id of its workflow.")] string RunId,
    string IntegrationId,
    [property: Description("What started it: api, schedule, message or webhook.")] string Trigger,
    SyncRunStatus Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    [property: Description("How far a running run is.")] SyncProgress? Progress,
    [property: Description("Figures of each object, and the proof that both sides tie.")] SyncResult? Result,
    [property: Description("Why it ended without a result.")] SyncRunError? Error
)
{
    public static SyncRunView From(SyncRun run, SyncProgress? progress = null) =>
        new(
            run.Id,
            run.IntegrationId,
            run.Trigger,
            run.Status,
            run.StartedAt,
            run.FinishedAt,
            progress,
            DataConverter.Deserialize<SyncResult>(run.Result?.ToJsonString()),
            run.Error
        );
}
