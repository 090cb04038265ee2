using IntegrationFunctions.Durable;

namespace IntegrationFunctions.Workflows.Sync;

/// <summary>
/// Brings an integration's records in, object by object and page by page, and proves that nothing is missing: the source is read a second
/// time, and count, sum per currency and hash of both sides must tie.
/// </summary>
public sealed class SyncIntegration : TaskOrchestrator<SyncInput, SyncResult>
{
    // Steps in one execution; after that the run goes on in a new one, so that a history stays short.
    private const int StepsPerExecution = 200;

    private static readonly TaskOptions Patient = new(
        new RetryPolicy(8, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(1))
    );

    /// <inheritdoc/>
    public override async Task<SyncResult> RunAsync(TaskOrchestrationContext context, SyncInput input)
    {
        try
        {
            return await Run(context, input);
        }
        catch (TaskFailedException e)
        {
            var (code, message) = (e.FailureDetails.ErrorType, e.FailureDetails.ErrorMessage);
            var finish = new FinishSyncInput(input with { State = null }, null, code, message);
            await context.CallActivityAsync("FinishSync", finish, Patient);
            throw;
        }
    }

    private static async Task<SyncResult> Run(TaskOrchestrationContext context, SyncInput input)
    {
        var state =
            input.State
            ?? new SyncState(
                await context.CallActivityAsync<PlannedObject[]>("PlanSync", input, Patient),
                [],
                null,
                null
            );
        for (var steps = 0; steps < StepsPerExecution; steps++)
        {
            if (state.Done.Count == state.Objects.Count)
            {
                var ties = state.Done.All(done => done.Completeness.Ties);
                var result = new SyncResult(input.RunId, state.Done, ties);
                await context.CallActivityAsync(
                    "FinishSync",
                    new FinishSyncInput(input with { State = null }, result, null, null),
                    Patient
                );
                return result;
            }
            state = await Advance(context, input, state);
        }
        context.ContinueAsNew(input with { State = state });
        return new SyncResult(input.RunId, state.Done, false);
    }

    private static async Task<SyncState> Advance(TaskOrchestrationContext context, SyncInput input, SyncState state)
    {
        var planned = state.Objects[state.Done.Count];
        var step = new SyncStep(input.TenantId, input.IntegrationId, input.RunId, planned.ObjectName);
        if (state.Pass is not { Done: true })
        {
            var pass = await context.CallActivityAsync<PassFigures>("SyncPage", step, Patient);
            context.SetCustomStatus(new SyncProgress(planned.ObjectName, pass.Phase, pass.Seen, planned.Total));
            return state with { Pass = pass };
        }
        if (state.Proof is not { HasMore: false })
        {
            var fold = new FoldSourceStep(step, state.Proof);
            var proof = await context.CallActivityAsync<SourceFold>("FoldSource", fold, Patient);
            context.SetCustomStatus(new SyncProgress(planned.ObjectName, "proving", proof.Totals.Count, planned.Total));
            return state with { Proof = proof };
        }
        var completeness = await context.CallActivityAsync<CompletenessProof>(
            "ProveCompleteness",
            new ProveStep(step, state.Proof.Totals, state.Pass.Refused, state.Pass.Refusals),
            Patient
        );
        var (figures, name) = (state.Pass, planned.ObjectName);
        var done = new SyncObjectResult(
            name,
            figures.Seen,
            figures.Added,
            figures.Updated,
            figures.Unchanged,
            figures.Deleted,
            completeness,
            figures.Refused,
            figures.Refusals
        );
        return state with { Done = [.. state.Done, done], Pass = null, Proof = null };
    }
}
