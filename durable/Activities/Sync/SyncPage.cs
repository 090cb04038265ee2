using System.Globalization;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Activities.Sync;

/// <summary>Does the next piece of a pass. A repeat goes on from the checkpoint, so it needs no key of its own.</summary>
public sealed class SyncPage(
    IConnections connections,
    IDocumentStores stores,
    SyncRuns runs,
    QuotaMeter quotas,
    ActiveMappings mappings,
    TimeProvider clock
) : TaskActivity<SyncStep, PassFigures>
{
    private const int PageSize = 500;

    /// <inheritdoc/>
    public override async Task<PassFigures> RunAsync(TaskActivityContext context, SyncStep input)
    {
        var ct = context.CancellationToken;
        var open = await connections.Open(input.TenantId, input.IntegrationId, input.RunId, ct).ConfigureAwait(false);
        var (connector, connection) = open.Value;
        var item = connector.Descriptor.Objects.First(candidate => candidate.Name == input.ObjectName);
        var mapper = (await mappings.Open(input.TenantId, input.IntegrationId, item, ct).ConfigureAwait(false)).Value;
        var pass = new SyncPass(
            stores.ForTenant(input.TenantId),
            clock,
            input.IntegrationId,
            input.ObjectName,
            input.RunId,
            token => MayBegin(input, token),
            (records, token) => MayStore(input, records, token),
            mapper
        );
        var progress = (
            await pass.Step(state => connector.FetchNext(connection, input.ObjectName, state, PageSize, ct), ct)
                .ConfigureAwait(false)
        ).Value;
        await mappings
            .RecordMisses(input.TenantId, input.IntegrationId, input.ObjectName, mapper, ct)
            .ConfigureAwait(false);
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

    // Like calls, records of both spaces count for the account.
    private async Task<IntegrationError?> MayStore(SyncStep step, int records, CancellationToken ct) =>
        await quotas.CountRecords(Tenant.AccountOf(step.TenantId), records, ct).ConfigureAwait(false) is { } ends
            ? new IntegrationError(
                ErrorKind.Permanent,
                "record-quota-exceeded",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The next page brings {records:N0} new or changed records of {step.ObjectName}, and fewer are left of those that the tenant's plan has for this month; the next one begins at {ends:yyyy-MM-dd'T'HH:mm:ss'Z'}. "
                )
                    + "What came before is kept, and the next synchronisation goes on with what is missing. A larger plan has more: ask whoever runs this platform. GET /api/v1/usage shows what was used."
            )
            : null;
}
