using Grpc.Core;
using IntegrationFunctions.Durable.PassThrough.Envelopes;
using IntegrationFunctions.Durable.PassThrough.Wire;
using Model = IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.PassThrough.Client;

internal sealed partial class FunctionsDurableTaskClient
{
    private static readonly OrchestrationRuntimeStatus[] Ends =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
        OrchestrationRuntimeStatus.Canceled,
    ];

    public override Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId,
        bool getInputsAndOutputs = true,
        CancellationToken cancellation = default
    ) => FindAsync(instanceId, cancellation, getInputsAndOutputs);

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = true,
        CancellationToken cancellation = default
    )
    {
        // The extension would wait for ever for one that isn't there.
        var found = await FindAsync(instanceId, cancellation, getInputsAndOutputs).ConfigureAwait(false);
        while (found is { IsCompleted: false })
        {
            try
            {
                var response = await CallAsync(
                        (client, call) => client.WaitForInstanceCompletionAsync(Request(instanceId), call),
                        cancellation
                    )
                    .ConfigureAwait(false);
                found = Read(response, getInputsAndOutputs);
            }
            catch (Exception e)
                when (e
                        is DurableEndpointUnknownException
                            or RpcException { StatusCode: StatusCode.Internal or StatusCode.Unknown }
                )
            {
                // The host restarts, cuts the call off in one of these ways, and says anew where it listens; the instance goes on meanwhile.
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellation).ConfigureAwait(false);
            }
        }
        return found ?? throw Missing(instanceId);
    }

    public override Task<OrchestrationPage> QueryInstancesAsync(
        OrchestrationQuery query,
        CancellationToken cancellation = default
    ) => Scan.QueryAsync(query, cancellation);

    /// <inheritdoc/>
    /// <exception cref="HistoryNotSupportedException">The extension has no way to hand out histories.</exception>
    public override async Task<IReadOnlyList<Model.HistoryEvent>?> GetHistoryAsync(
        string instanceId,
        CancellationToken cancellation = default
    )
    {
        if (await FindAsync(instanceId, cancellation).ConfigureAwait(false) is null)
        {
            return null;
        }
        var (client, options) = await _channel.OpenAsync(cancellation).ConfigureAwait(false);
        try
        {
            using var stream = client.StreamInstanceHistory(
                new StreamInstanceHistoryRequest { InstanceId = instanceId },
                options
            );
            var events = new List<Model.HistoryEvent>();
            await foreach (var chunk in stream.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                events.AddRange(
                    chunk.Events.Select(EventCodec.FromWire).OfType<Model.HistoryEvent>().Select(EventEnvelopes.Open)
                );
            }
            return events;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            throw new HistoryNotSupportedException(e);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
        {
            throw new DurableEndpointUnknownException(e);
        }
    }

    public override async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
    {
        // Some stores purge one that is at work.
        if (await FindAsync(instanceId, cancellation).ConfigureAwait(false) is not { IsCompleted: true })
        {
            return false;
        }
        var purged = await CallAsync(
                (client, call) =>
                    client.PurgeInstancesAsync(
                        new PurgeInstancesRequest { InstanceId = instanceId, IsOrchestration = true },
                        call
                    ),
                cancellation
            )
            .ConfigureAwait(false);
        return purged.DeletedInstanceCount > 0;
    }

    public override async Task<int> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        CancellationToken cancellation = default
    )
    {
        var query = new OrchestrationQuery(
            filter.TagName,
            filter.TagValue,
            filter.Statuses is { } statuses ? [.. statuses.Intersect(Ends)] : Ends,
            CreatedFrom: filter.CreatedFrom,
            CreatedTo: filter.CreatedTo
        );
        var purged = 0;
        // One by one: the extension's own filter knows no tags, and takes the end of the time as included.
        if (query.Statuses!.Count > 0)
        {
            await foreach (var instance in Scan.NewestFirstAsync(query, cancellation).ConfigureAwait(false))
            {
                purged += await PurgeInstanceAsync(instance.InstanceId, cancellation).ConfigureAwait(false) ? 1 : 0;
            }
        }
        return purged;
    }

    // With inputs and outputs always: tags and failures are in them.
    private static GetInstanceRequest Request(string instanceId) =>
        new() { InstanceId = instanceId, GetInputsAndOutputs = true };

    private async Task<OrchestrationMetadata?> FindAsync(
        string instanceId,
        CancellationToken cancellation,
        bool payloads = true
    ) =>
        Read(
            await CallAsync((client, call) => client.GetInstanceAsync(Request(instanceId), call), cancellation)
                .ConfigureAwait(false),
            payloads
        );

    private static OrchestrationMetadata? Read(GetInstanceResponse response, bool payloads) =>
        response is { Exists: true, OrchestrationState: { } state } ? InstanceReader.Read(state, payloads) : null;
}
