using IntegrationFunctions.Durable.History;
using Case = IntegrationFunctions.Durable.PassThrough.Wire.HistoryEvent.EventTypeOneofCase;

namespace IntegrationFunctions.Durable.PassThrough.Wire;

/// <summary>History events from and to the wire.</summary>
internal static class EventCodec
{
    /// <summary>The event; null for kinds that say nothing to an orchestrator (entities, states, marks of the store).</summary>
    public static History.HistoryEvent? FromWire(HistoryEvent wire)
    {
        History.HistoryEvent? e = wire.EventTypeCase switch
        {
            Case.ExecutionStarted => Started(wire.ExecutionStarted),
            Case.ExecutionCompleted => new ExecutionCompleted(
                (OrchestrationRuntimeStatus)wire.ExecutionCompleted.OrchestrationStatus,
                wire.ExecutionCompleted.Result,
                WireValues.FromWire(wire.ExecutionCompleted.FailureDetails)
            ),
            Case.ExecutionTerminated => new ExecutionTerminated(
                wire.ExecutionTerminated.Input,
                wire.ExecutionTerminated.Recurse
            ),
            Case.TaskScheduled => new TaskScheduled(
                wire.TaskScheduled.Name,
                wire.TaskScheduled.Version,
                wire.TaskScheduled.Input,
                WireValues.FromWire(wire.TaskScheduled.Tags),
                WireValues.FromWire(wire.TaskScheduled.ParentTraceContext)
            ),
            Case.TaskCompleted => new TaskCompleted(wire.TaskCompleted.TaskScheduledId, wire.TaskCompleted.Result),
            Case.TaskFailed => new TaskFailed(
                wire.TaskFailed.TaskScheduledId,
                WireValues.FailureOrUnknown(wire.TaskFailed.FailureDetails)
            ),
            Case.SubOrchestrationInstanceCreated => Created(wire.SubOrchestrationInstanceCreated),
            Case.SubOrchestrationInstanceCompleted => new SubOrchestrationCompleted(
                wire.SubOrchestrationInstanceCompleted.TaskScheduledId,
                wire.SubOrchestrationInstanceCompleted.Result
            ),
            Case.SubOrchestrationInstanceFailed => new SubOrchestrationFailed(
                wire.SubOrchestrationInstanceFailed.TaskScheduledId,
                WireValues.FailureOrUnknown(wire.SubOrchestrationInstanceFailed.FailureDetails)
            ),
            Case.TimerCreated => new TimerCreated(WireValues.FromWire(wire.TimerCreated.FireAt)),
            Case.TimerFired => new TimerFired(WireValues.FromWire(wire.TimerFired.FireAt), wire.TimerFired.TimerId),
            Case.OrchestratorStarted => new OrchestratorStarted(),
            Case.OrchestratorCompleted => new OrchestratorCompleted(),
            Case.EventSent => new EventSent(wire.EventSent.InstanceId, wire.EventSent.Name, wire.EventSent.Input),
            Case.EventRaised => new EventRaised(wire.EventRaised.Name, wire.EventRaised.Input),
            Case.ContinueAsNew => new ContinueAsNew(wire.ContinueAsNew.Input),
            Case.ExecutionSuspended => new ExecutionSuspended(wire.ExecutionSuspended.Input),
            Case.ExecutionResumed => new ExecutionResumed(wire.ExecutionResumed.Input),
            Case.ExecutionRewound => new ExecutionRewound(wire.ExecutionRewound.Reason),
            // What stands where a rewind took an event out, and what wakes the instance afterwards.
            Case.GenericEvent => new ExecutionRewound(wire.GenericEvent.Data),
            _ => null,
        };
        return e is null ? null : e with { EventId = wire.EventId, Timestamp = WireValues.FromWire(wire.Timestamp) };
    }

    public static HistoryEvent ToWire(History.HistoryEvent e)
    {
        var wire = new HistoryEvent { EventId = e.EventId, Timestamp = WireValues.ToWire(e.Timestamp) };
        switch (e)
        {
            case ExecutionStarted started:
                wire.ExecutionStarted = Started(started);
                break;
            case ExecutionCompleted completed:
                wire.ExecutionCompleted = new ExecutionCompletedEvent
                {
                    OrchestrationStatus = (OrchestrationStatus)completed.OrchestrationStatus,
                    Result = completed.Result,
                    FailureDetails = WireValues.ToWire(completed.FailureDetails),
                };
                break;
            case ExecutionTerminated terminated:
                wire.ExecutionTerminated = new() { Input = terminated.Input, Recurse = terminated.Recurse };
                break;
            case TaskScheduled task:
                wire.TaskScheduled = new TaskScheduledEvent
                {
                    Name = task.Name,
                    Version = task.Version,
                    Input = task.Input,
                    ParentTraceContext = WireValues.ToWire(task.ParentTraceContext),
                };
                task.Tags.CopyTo(wire.TaskScheduled.Tags);
                break;
            case TaskCompleted done:
                wire.TaskCompleted = new() { TaskScheduledId = done.TaskScheduledId, Result = done.Result };
                break;
            case TaskFailed failed:
                wire.TaskFailed = new TaskFailedEvent
                {
                    TaskScheduledId = failed.TaskScheduledId,
                    FailureDetails = WireValues.ToWire(failed.FailureDetails),
                };
                break;
            case SubOrchestrationCreated created:
                wire.SubOrchestrationInstanceCreated = new SubOrchestrationInstanceCreatedEvent
                {
                    InstanceId = created.InstanceId,
                    Name = created.Name,
                    Version = created.Version,
                    Input = created.Input,
                    ParentTraceContext = WireValues.ToWire(created.ParentTraceContext),
                };
                created.Tags.CopyTo(wire.SubOrchestrationInstanceCreated.Tags);
                break;
            case SubOrchestrationCompleted done:
                wire.SubOrchestrationInstanceCompleted = new()
                {
                    TaskScheduledId = done.TaskScheduledId,
                    Result = done.Result,
                };
                break;
            case SubOrchestrationFailed failed:
                wire.SubOrchestrationInstanceFailed = new SubOrchestrationInstanceFailedEvent
                {
                    TaskScheduledId = failed.TaskScheduledId,
                    FailureDetails = WireValues.ToWire(failed.FailureDetails),
                };
                break;
            case TimerCreated timer:
                wire.TimerCreated = new TimerCreatedEvent { FireAt = WireValues.ToWire(timer.FireAt) };
                break;
            case TimerFired timer:
                wire.TimerFired = new() { FireAt = WireValues.ToWire(timer.FireAt), TimerId = timer.TimerId };
                break;
            case OrchestratorStarted:
                wire.OrchestratorStarted = new OrchestratorStartedEvent();
                break;
            case OrchestratorCompleted:
                wire.OrchestratorCompleted = new OrchestratorCompletedEvent();
                break;
            case EventSent sent:
                wire.EventSent = new()
                {
                    InstanceId = sent.InstanceId,
                    Name = sent.Name,
                    Input = sent.Input,
                };
                break;
            case EventRaised raised:
                wire.EventRaised = new EventRaisedEvent { Name = raised.Name, Input = raised.Input };
                break;
            case ContinueAsNew renewed:
                wire.ContinueAsNew = new ContinueAsNewEvent { Input = renewed.Input };
                break;
            case ExecutionSuspended suspended:
                wire.ExecutionSuspended = new ExecutionSuspendedEvent { Input = suspended.Input };
                break;
            case ExecutionResumed resumed:
                wire.ExecutionResumed = new ExecutionResumedEvent { Input = resumed.Input };
                break;
            case ExecutionRewound rewound:
                wire.ExecutionRewound = new ExecutionRewoundEvent { Reason = rewound.Reason };
                break;
            default:
                throw new NotSupportedException($"The Durable Task wire has no event '{e.GetType().Name}'.");
        }
        return wire;
    }

    private static ExecutionStarted Started(ExecutionStartedEvent wire) =>
        new(
            wire.Name,
            wire.OrchestrationInstance?.InstanceId ?? "",
            wire.OrchestrationInstance?.ExecutionId,
            wire.Version,
            wire.Input,
            WireValues.FromWire(wire.ParentInstance),
            wire.ScheduledStartTimestamp?.ToDateTime(),
            WireValues.FromWire(wire.Tags),
            WireValues.FromWire(wire.ParentTraceContext)
        );

    private static ExecutionStartedEvent Started(ExecutionStarted e)
    {
        var wire = new ExecutionStartedEvent
        {
            Name = e.Name,
            Version = e.Version,
            Input = e.Input,
            OrchestrationInstance = new() { InstanceId = e.InstanceId, ExecutionId = e.ExecutionId },
            ParentInstance = WireValues.ToWire(e.ParentInstance),
            ScheduledStartTimestamp = e.ScheduledStartTimestamp is { } at ? WireValues.ToWire(at) : null,
            ParentTraceContext = WireValues.ToWire(e.ParentTraceContext),
        };
        e.Tags.CopyTo(wire.Tags);
        return wire;
    }

    private static SubOrchestrationCreated Created(SubOrchestrationInstanceCreatedEvent wire) =>
        new(
            wire.InstanceId,
            wire.Name,
            wire.Version,
            wire.Input,
            WireValues.FromWire(wire.Tags),
            WireValues.FromWire(wire.ParentTraceContext)
        );
}
