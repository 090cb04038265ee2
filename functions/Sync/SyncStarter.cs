using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Functions.Sync;

/// <summary>Starts synchronisations, one at a time for an integration, and closes the book on those that ended without saying so.</summary>
internal sealed class SyncStarter(SyncRuns runs, DurableTaskClient workflows)
{
    public const string Workflow = "SyncIntegration";

    /// <summary>The run that is under way now, or that ended, under this id; another run that was under way already is returned instead.</summary>
    public async Task<StartedRun> Start(
        string tenantId,
        string integrationId,
        string runId,
        string trigger,
        CancellationToken ct
    )
    {
        while (true)
        {
            var (run, entered) = await runs.Enter(tenantId, integrationId, runId, trigger, ct);
            if (run.Status != SyncRunStatus.Running)
            {
                return new StartedRun(run, false);
            }
            // Also for a run that was entered earlier: whoever entered it may have died before the workflow was scheduled.
            var input = new SyncInput(tenantId, integrationId, run.Id, run.Trigger);
            var tags = new Dictionary<string, string>
            {
                [StartOrchestrationOptions.TenantTag] = tenantId,
                ["integration"] = integrationId,
            };
            try
            {
                await workflows.ScheduleNewOrchestrationInstanceAsync(
                    Workflow,
                    input,
                    new StartOrchestrationOptions(run.Id, Tags: tags),
                    ct
                );
                return new StartedRun(run, entered);
            }
            catch (OrchestrationAlreadyExistsException)
            {
                var settled = await Settle(tenantId, run, ct);
                if (settled.Status == SyncRunStatus.Running || settled.Id == runId)
                {
                    return new StartedRun(settled, false);
                }
            }
        }
    }

    /// <summary>
    /// The run as it really is: one that the book holds for running although its workflow has ended (terminated from outside, or failed before
    /// it could say so) is closed.
    /// </summary>
    public async Task<SyncRun> Settle(string tenantId, SyncRun run, CancellationToken ct)
    {
        if (run.Status != SyncRunStatus.Running)
        {
            return run;
        }
        var workflow = await workflows.GetInstanceAsync(run.Id, getInputsAndOutputs: true, ct);
        if (workflow is not { IsCompleted: true })
        {
            return run;
        }
        var result =
            workflow.RuntimeStatus == OrchestrationRuntimeStatus.Completed && workflow.SerializedOutput is { } json
                ? System.Text.Json.Nodes.JsonNode.Parse(json) as System.Text.Json.Nodes.JsonObject
                : null;
        var terminated = workflow.RuntimeStatus != OrchestrationRuntimeStatus.Failed;
        // The step's own failure, where one is inside: its code is what people know.
        var error = (workflow.FailureDetails?.InnerFailure ?? workflow.FailureDetails) is { } failure
            ? new SyncRunError(failure.ErrorType, failure.ErrorMessage)
            : new SyncRunError("run-terminated", "The run was ended from outside.");
        await runs.Finish(tenantId, run.IntegrationId, run.Id, result, error, terminated, ct);
        return await runs.Get(tenantId, run.IntegrationId, run.Id, ct) ?? run;
    }

    /// <summary>How far a running run is, or null.</summary>
    public async Task<SyncProgress?> Progress(SyncRun run, CancellationToken ct)
    {
        if (run.Status != SyncRunStatus.Running)
        {
            return null;
        }
        var workflow = await workflows.GetInstanceAsync(run.Id, getInputsAndOutputs: true, ct);
        return workflow?.ReadCustomStatusAs<SyncProgress>();
    }
}

/// <summary>A run, and whether this call started it.</summary>
internal sealed record StartedRun(SyncRun Run, bool IsNew);
