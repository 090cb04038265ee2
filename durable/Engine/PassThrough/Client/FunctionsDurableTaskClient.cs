using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using IntegrationFunctions.Durable.PassThrough.Envelopes;
using IntegrationFunctions.Durable.PassThrough.Wire;
using Model = IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.PassThrough.Client;

/// <summary>
/// The client over the extension's gRPC service. Where the extension promises less than <see cref="DurableTaskClient"/> does, the difference is
/// made up here: it looks before it acts.
/// </summary>
internal sealed partial class FunctionsDurableTaskClient(
    DurableEndpoint endpoint,
    DurableTaskRegistry registry,
    TimeProvider clock
) : DurableTaskClient, IDisposable
{
    private readonly DurableChannel _channel = new(endpoint);

    private InstanceScan Scan => new(_channel, clock);

    public void Dispose() => _channel.Dispose();

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        var now = clock.GetUtcNow();
        var instanceId = options?.InstanceId ?? $"wf-{Guid.CreateVersion7(now):N}";
        InstanceIds.Check(instanceId);
        // The extension lets a new instance take the place of one that has ended; to us its id is taken until it is purged. Two starts at
        // once with one id: the extension refuses the second while the first is at work.
        if (
            options?.InstanceId is not null
            && await FindAsync(instanceId, cancellation).ConfigureAwait(false) is not null
        )
        {
            throw new OrchestrationAlreadyExistsException(instanceId);
        }
        var version = registry.VersionForStart(orchestratorName, options?.Version);
        var request = new CreateInstanceRequest
        {
            InstanceId = instanceId,
            Name = orchestratorName,
            Version = version,
            Input = new InstanceEnvelope(options?.Tags, null, version, DataConverter.Serialize(input)).Write(),
            RequestTime = Timestamp.FromDateTimeOffset(now),
            ScheduledStartTimestamp = options?.StartAt is { } at && at > now ? Timestamp.FromDateTimeOffset(at) : null,
        };
        options?.Tags.CopyTo(request.Tags);
        if (Activity.Current is { Id: { } id, IdFormat: ActivityIdFormat.W3C } span)
        {
            request.ParentTraceContext = WireValues.ToWire(new Model.TraceContext(id, span.TraceStateString));
        }
        try
        {
            await CallAsync((client, call) => client.StartInstanceAsync(request, call), cancellation)
                .ConfigureAwait(false);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
        {
            // An id that was made here can only be taken by this very call, sent again after a broken connection.
            if (options?.InstanceId is not null)
            {
                throw new OrchestrationAlreadyExistsException(instanceId);
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            var limit = (await endpoint.GetAsync(cancellation).ConfigureAwait(false)).MaxGrpcMessageSizeInBytes;
            throw new ArgumentException(
                $"The input of '{orchestratorName}' is too long: with its envelope it has {request.CalculateSize()} bytes, and the task hub "
                    + $"takes {limit}. Store it and pass a reference to it.",
                nameof(input),
                e
            );
        }
        return instanceId;
    }

    public override Task<bool> RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    ) =>
        TellAsync(
            instanceId,
            (client, call) =>
                client.RaiseEventAsync(
                    new RaiseEventRequest
                    {
                        InstanceId = instanceId,
                        Name = eventName,
                        Input = DataConverter.Serialize(eventPayload),
                    },
                    call
                ),
            cancellation
        );

    public override Task<bool> SuspendInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) =>
        TellAsync(
            instanceId,
            (client, call) =>
                client.SuspendInstanceAsync(new SuspendRequest { InstanceId = instanceId, Reason = reason }, call),
            cancellation
        );

    public override Task<bool> ResumeInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) =>
        TellAsync(
            instanceId,
            (client, call) =>
                client.ResumeInstanceAsync(new ResumeRequest { InstanceId = instanceId, Reason = reason }, call),
            cancellation
        );

    public override async Task<bool> TerminateInstanceAsync(
        string instanceId,
        object? output = null,
        bool recursive = false,
        CancellationToken cancellation = default
    )
    {
        var json = DataConverter.Serialize(output);
        if (!await TerminateAsync(instanceId, json, cancellation).ConfigureAwait(false))
        {
            return false;
        }
        // The extension ends the one instance alone. Children name their parent in their envelopes; those they start meanwhile are found in
        // the next round.
        HashSet<string> ended = [instanceId];
        for (var found = recursive; found; )
        {
            found = false;
            var open = new OrchestrationQuery(
                Statuses:
                [
                    OrchestrationRuntimeStatus.Running,
                    OrchestrationRuntimeStatus.Pending,
                    OrchestrationRuntimeStatus.Suspended,
                    OrchestrationRuntimeStatus.ContinuedAsNew,
                ]
            );
            await foreach (var child in Scan.NewestFirstAsync(open, cancellation).ConfigureAwait(false))
            {
                if (child.ParentInstanceId is { } parent && ended.Contains(parent) && ended.Add(child.InstanceId))
                {
                    await TerminateAsync(child.InstanceId, json, cancellation).ConfigureAwait(false);
                    found = true;
                }
            }
        }
        return true;
    }

    public override async Task<bool> RewindInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        try
        {
            await CallAsync(
                    (client, call) =>
                        client.RewindInstanceAsync(
                            new RewindInstanceRequest { InstanceId = instanceId, Reason = reason },
                            call
                        ),
                    cancellation
                )
                .ConfigureAwait(false);
            return true;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return false;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unimplemented or StatusCode.Unknown)
        {
            throw new NotSupportedException(
                $"The task hub could not rewind '{instanceId}': {e.Status.Detail} Restart the instance instead.",
                e
            );
        }
    }

    public override async Task<string> RestartAsync(
        string instanceId,
        bool restartWithNewInstanceId = false,
        CancellationToken cancellation = default
    )
    {
        var instance = await FindAsync(instanceId, cancellation).ConfigureAwait(false) ?? throw Missing(instanceId);
        if (!instance.IsCompleted && !restartWithNewInstanceId)
        {
            throw new InvalidOperationException(
                $"The orchestration '{instanceId}' has not ended. End it first, or restart it under a new id."
            );
        }
        var request = new RestartInstanceRequest
        {
            InstanceId = instanceId,
            RestartWithNewInstanceId = restartWithNewInstanceId,
        };
        try
        {
            var restarted = await CallAsync((client, call) => client.RestartInstanceAsync(request, call), cancellation)
                .ConfigureAwait(false);
            return restarted.InstanceId;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw Missing(instanceId);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            throw new InvalidOperationException(
                $"The task hub could not restart the orchestration '{instanceId}': {e.Status.Detail}",
                e
            );
        }
    }

    private Task<T> CallAsync<T>(
        Func<TaskHubSidecarService.TaskHubSidecarServiceClient, CallOptions, AsyncUnaryCall<T>> call,
        CancellationToken cancellation
    ) => _channel.CallAsync(call, cancellation);

    /// <summary>For verbs that need an instance that goes on: what the extension says of others differs by verb and store, so it is looked up.</summary>
    private async Task<bool> TellAsync<T>(
        string instanceId,
        Func<TaskHubSidecarService.TaskHubSidecarServiceClient, CallOptions, AsyncUnaryCall<T>> call,
        CancellationToken cancellation
    )
    {
        if (await FindAsync(instanceId, cancellation).ConfigureAwait(false) is not { IsCompleted: false })
        {
            return false;
        }
        try
        {
            await CallAsync(call, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return false;
        }
    }

    private Task<bool> TerminateAsync(string instanceId, string? output, CancellationToken cancellation) =>
        TellAsync(
            instanceId,
            (client, call) =>
                client.TerminateInstanceAsync(new TerminateRequest { InstanceId = instanceId, Output = output }, call),
            cancellation
        );

    private static KeyNotFoundException Missing(string instanceId) =>
        new($"There is no orchestration with the id '{instanceId}'.");
}
