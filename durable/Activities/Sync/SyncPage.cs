using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Activities.Sync;

/// <summary>Does the next piece of a pass. A repeat goes on from the checkpoint, so it needs no key of its own.</summary>
public sealed class SyncPage(IConnections connections, IDocumentStores stores, SyncRuns runs, TimeProvider clock)
    : TaskActivity<SyncStep, PassFigures>
{
    private const int PageSize = 500;

    /// <inheritdoc/>
    public override async Task<PassFigures> RunAsync(TaskActivityContext context, SyncStep input)
    {
        var ct = context.CancellationToken;
        var open = await connections.Open(input.TenantId, input.IntegrationId, input.RunId, ct).ConfigureAwait(false);
        var (connector, connection) = open.Value;
        var pass = new SyncPass(
            stores.ForTenant(input.TenantId),
            clock,
            input.IntegrationId,
            input.ObjectName,
            input.RunId,
            token => MayBegin(input, token)
        );
        var progress = (
            await pass.Step(state => connector.FetchNext(connection, input.ObjectName, state, PageSize, ct), ct)
                .ConfigureAwait(false)
        ).Value;
        return new PassFigures(
            progress.Phase == PassPhase.Done,
            progress.Phase.ToString().ToLowerInvariant(),
            progress.Seen,
            progress.Added,
            progress.Updated,
            progress.Unchanged,
            progress.Deleted,
            progress.Refused,
            progress.Refused == 0 ? null : [.. progress.Refusals.Select(refusal => refusal.Message)]
        );
    }

    private async Task<IntegrationError?> MayBegin(SyncStep step, CancellationToken ct)
    {
        var run = await runs.Get(step.TenantId, step.IntegrationId, step.RunId, ct).ConfigureAwait(false);
        return run is null or { Status: SyncRunStatus.Running }
            ? null
            : new IntegrationError(ErrorKind.Permanent, "run-ended", $"The run {step.RunId} has ended already.");
    }
}
