using Grpc.Core;
using IntegrationFunctions.Durable.PassThrough.Wire;

namespace IntegrationFunctions.Tests.Support.DurableExtension;

/// <summary>What clients ask of the hub, with the extension's refusals.</summary>
internal sealed partial class DurableTaskHub
{
    /// <summary>A store that can't rewind: some can't.</summary>
    public bool CanRewind { get; set; } = true;

    /// <summary>Clients that wait for the end of an instance.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    private int _waiting;

    public string Create(CreateInstanceRequest request)
    {
        lock (_lock)
        {
            var id = request.InstanceId is { Length: > 0 } given ? given : Guid.NewGuid().ToString("N");
            // The default of the extension: one that has ended is replaced.
            if (_instances.TryGetValue(id, out var existing) && !existing.HasEnded)
            {
                throw Refuse(StatusCode.AlreadyExists, $"An Orchestration instance with the ID {id} already exists.");
            }
            // Tags are dropped.
            Add(
                new HubInstance(id, request.Name, request.Input, Now)
                {
                    Version = request.Version,
                    StartAt = request.ScheduledStartTimestamp?.ToDateTime(),
                    Trace = request.ParentTraceContext,
                }
            );
            return id;
        }
    }

    public GetInstanceResponse Get(string id, bool payloads)
    {
        lock (_lock)
        {
            return _instances.TryGetValue(id, out var instance)
                ? new GetInstanceResponse { Exists = true, OrchestrationState = instance.ToState(payloads) }
                : new GetInstanceResponse();
        }
    }

    public async Task<GetInstanceResponse> WaitAsync(string id, bool payloads, CancellationToken cancellation)
    {
        while (true)
        {
            Task? end;
            lock (_lock)
            {
                if (!_instances.TryGetValue(id, out var instance) || instance.HasEnded)
                {
                    return Get(id, payloads);
                }
                end = instance.End.Task;
            }
            Interlocked.Increment(ref _waiting);
            try
            {
                await end.WaitAsync(cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
    }

    public void Raise(RaiseEventRequest request) =>
        Tell(
            request.InstanceId,
            new()
            {
                EventRaised = new() { Name = request.Name, Input = request.Input },
            }
        );

    public void Suspend(SuspendRequest request) =>
        Tell(request.InstanceId, new() { ExecutionSuspended = new() { Input = request.Reason } });

    public void Resume(ResumeRequest request) =>
        Tell(request.InstanceId, new() { ExecutionResumed = new() { Input = request.Reason } });

    public void Terminate(TerminateRequest request)
    {
        lock (_lock)
        {
            var instance = Open(request.InstanceId);
            if (instance.Status == OrchestrationStatus.Pending && instance.StartAt > Now)
            {
                End(instance, OrchestrationStatus.Terminated, request.Output, null);
                return;
            }
            Post(
                instance,
                new()
                {
                    EventId = -1,
                    ExecutionTerminated = new() { Input = request.Output },
                }
            );
        }
    }

    public void Rewind(RewindInstanceRequest request)
    {
        if (!CanRewind)
        {
            throw Refuse(StatusCode.Unknown, "The storage provider does not support rewinding.");
        }
        lock (_lock)
        {
            var instance = Find(request.InstanceId);
            if (instance.Status != OrchestrationStatus.Failed)
            {
                throw Refuse(StatusCode.FailedPrecondition, "Only failed orchestrations can be rewound.");
            }
            Rewind(instance, request.Reason);
        }
    }

    public string Restart(RestartInstanceRequest request)
    {
        lock (_lock)
        {
            var instance = Find(request.InstanceId);
            return Create(
                new CreateInstanceRequest
                {
                    InstanceId = request.RestartWithNewInstanceId ? "" : instance.Id,
                    Name = instance.Name,
                    Version = instance.Version,
                    Input = instance.Input,
                }
            );
        }
    }

    /// <summary>Does not ask whether it has ended: some stores don't.</summary>
    public int Purge(string id)
    {
        lock (_lock)
        {
            return _instances.Remove(id) ? 1 : 0;
        }
    }

    public int Purge(PurgeInstanceFilter filter)
    {
        lock (_lock)
        {
            return _instances
                .Values.Where(i =>
                    !(i.CreatedAt < filter.CreatedTimeFrom?.ToDateTime())
                    && !(i.CreatedAt > filter.CreatedTimeTo?.ToDateTime())
                    && (filter.RuntimeStatus.Count == 0 || filter.RuntimeStatus.Contains(i.Status))
                )
                .ToList()
                .Sum(i => Purge(i.Id));
        }
    }

    /// <summary>In the order of the ids, as tables are read.</summary>
    public QueryInstancesResponse Query(InstanceQuery query)
    {
        lock (_lock)
        {
            var found = _instances
                .Values.Where(i =>
                    (query.RuntimeStatus.Count == 0 || query.RuntimeStatus.Contains(i.Status))
                    && !(i.CreatedAt < query.CreatedTimeFrom?.ToDateTime())
                    && !(i.CreatedAt > query.CreatedTimeTo?.ToDateTime())
                    && (
                        query.InstanceIdPrefix is null
                        || i.Id.StartsWith(query.InstanceIdPrefix, StringComparison.Ordinal)
                    )
                    && (query.ContinuationToken is not { Length: > 0 } after || string.CompareOrdinal(i.Id, after) > 0)
                )
                .OrderBy(i => i.Id, StringComparer.Ordinal)
                .Take(query.MaxInstanceCount + 1)
                .ToList();
            var response = new QueryInstancesResponse();
            response.OrchestrationState.AddRange(
                found.Take(query.MaxInstanceCount).Select(i => i.ToState(query.FetchInputsAndOutputs))
            );
            response.ContinuationToken =
                found.Count > query.MaxInstanceCount ? found[query.MaxInstanceCount - 1].Id : null;
            return response;
        }
    }

    public IReadOnlyList<HistoryEvent> History(string id)
    {
        lock (_lock)
        {
            return [.. Find(id).History];
        }
    }

    private void Rewind(HubInstance instance, string? reason)
    {
        for (var i = 0; i < instance.History.Count; i++)
        {
            var e = instance.History[i];
            var step = e.TaskFailed?.TaskScheduledId ?? e.SubOrchestrationInstanceFailed?.TaskScheduledId;
            if (step is null && e.ExecutionCompleted is null)
            {
                continue;
            }
            Mark(instance.History, i);
            for (var j = 0; j < i && step is not null; j++)
            {
                var asked = instance.History[j];
                if (asked.TaskScheduled is not null && asked.EventId == step && e.TaskFailed is not null)
                {
                    Mark(instance.History, j);
                }
                else if (
                    asked.SubOrchestrationInstanceCreated is { } sub
                    && asked.EventId == step
                    && _instances.TryGetValue(sub.InstanceId, out var child)
                    && child.Status == OrchestrationStatus.Failed
                )
                {
                    Rewind(child, reason);
                }
            }
        }
        instance.Status = OrchestrationStatus.Running;
        instance.Output = null;
        instance.Failure = null;
        instance.End = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            instance,
            new HistoryEvent
            {
                EventId = -1,
                GenericEvent = new() { Data = reason },
            }
        );
    }

    // What stood there is gone; the row is kept under another kind.
    private static void Mark(List<HistoryEvent> history, int at) =>
        history[at] = new HistoryEvent
        {
            EventId = history[at].EventId,
            Timestamp = history[at].Timestamp,
            GenericEvent = new(),
        };

    private void Tell(string id, HistoryEvent e)
    {
        lock (_lock)
        {
            e.EventId = -1;
            Post(Open(id), e);
        }
    }

    private HubInstance Open(string id) =>
        Find(id) is { HasEnded: false } instance
            ? instance
            : throw Refuse(StatusCode.FailedPrecondition, "The orchestration instance is not running.");

    private HubInstance Find(string id) =>
        _instances.TryGetValue(id, out var instance)
            ? instance
            : throw Refuse(StatusCode.NotFound, $"No instance with ID '{id}' was found.");

    private static RpcException Refuse(StatusCode code, string detail) => new(new Status(code, detail));
}
