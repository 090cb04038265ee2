using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Mapping;

namespace IntegrationFunctions.Functions.Mappings;

/// <summary>Starts runs of mappings over stored records, each once, and closes those whose workflow ended without saying so.</summary>
internal sealed class MappingStarter(MappingRuns runs, DurableTaskClient workflows)
{
    public const string Workflow = "RemapRecords";

    /// <summary>The run of this id: entered now, or by an earlier request.</summary>
    public async Task<MappingRun> Start(
        string tenantId,
        string userId,
        ObjectMapping mapping,
        string runId,
        MappingRunKind kind,
        int version,
        string? undoes,
        CancellationToken ct
    )
    {
        var run = await runs.Enter(tenantId, userId, mapping, runId, kind, version, undoes, ct);
        if (run.Status != MappingRunStatus.Running)
        {
            return run;
        }
        // Also for one that was entered earlier: whoever entered it may have died before the workflow was scheduled.
        try
        {
            await workflows.ScheduleNewOrchestrationInstanceAsync(
                Workflow,
                new MappingRunInput(
                    tenantId,
                    run.IntegrationId,
                    run.ObjectName,
                    run.Id,
                    run.Kind != MappingRunKind.DryRun
                ),
                new StartOrchestrationOptions(
                    run.Id,
                    Tags: new Dictionary<string, string>
                    {
                        [StartOrchestrationOptions.TenantTag] = tenantId,
                        ["integration"] = run.IntegrationId,
                    }
                ),
                ct
            );
            return run;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return await Settle(tenantId, run, ct);
        }
    }

    /// <summary>The run as it really is: one whose workflow was terminated, or failed before it could say so, is closed.</summary>
    public async Task<MappingRun> Settle(string tenantId, MappingRun run, CancellationToken ct)
    {
        if (run.Status != MappingRunStatus.Running)
        {
            return run;
        }
        var workflow = await workflows.GetInstanceAsync(run.Id, getInputsAndOutputs: true, ct);
        if (workflow is not { IsCompleted: true })
        {
            return run;
        }
        if (workflow.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
        {
            var error = workflow.FailureDetails is { } failure
                ? new MappingRunError(failure.ErrorType, failure.ErrorMessage)
                : new MappingRunError("run-terminated", "The workflow was ended from outside.");
            await runs.Fail(tenantId, run, error, ct);
        }
        return await runs.Get(tenantId, run.IntegrationId, run.ObjectName, run.Id, ct) ?? run;
    }
}
