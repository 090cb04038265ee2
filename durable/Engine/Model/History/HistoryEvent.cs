using System.Text.Json.Serialization;

namespace IntegrationFunctions.Durable.History;

/// <summary>
/// One fact in the life of an execution. Names and fields are those of the Durable Task wire format (orchestrator_service.proto,
/// message HistoryEvent), so that a history of either backend reads the same.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ExecutionStarted), "executionStarted")]
[JsonDerivedType(typeof(ExecutionCompleted), "executionCompleted")]
[JsonDerivedType(typeof(ExecutionTerminated), "executionTerminated")]
[JsonDerivedType(typeof(TaskScheduled), "taskScheduled")]
[JsonDerivedType(typeof(TaskCompleted), "taskCompleted")]
[JsonDerivedType(typeof(TaskFailed), "taskFailed")]
[JsonDerivedType(typeof(SubOrchestrationCreated), "subOrchestrationInstanceCreated")]
[JsonDerivedType(typeof(SubOrchestrationCompleted), "subOrchestrationInstanceCompleted")]
[JsonDerivedType(typeof(SubOrchestrationFailed), "subOrchestrationInstanceFailed")]
[JsonDerivedType(typeof(TimerCreated), "timerCreated")]
[JsonDerivedType(typeof(TimerFired), "timerFired")]
[JsonDerivedType(typeof(OrchestratorStarted), "orchestratorStarted")]
[JsonDerivedType(typeof(OrchestratorCompleted), "orchestratorCompleted")]
[JsonDerivedType(typeof(EventSent), "eventSent")]
[JsonDerivedType(typeof(EventRaised), "eventRaised")]
[JsonDerivedType(typeof(ContinueAsNew), "continueAsNew")]
[JsonDerivedType(typeof(ExecutionSuspended), "executionSuspended")]
[JsonDerivedType(typeof(ExecutionResumed), "executionResumed")]
[JsonDerivedType(typeof(ExecutionRewound), "executionRewound")]
public abstract record HistoryEvent
{
    /// <summary>The id of the action that caused the event; -1 for events that no action caused.</summary>
    public int EventId { get; init; } = -1;

    /// <summary>When it happened, UTC.</summary>
    public DateTime Timestamp { get; init; }
}

/// <summary>A turn begins; its timestamp is the orchestrator's clock during the turn.</summary>
public sealed record OrchestratorStarted : HistoryEvent;

/// <summary>A turn has ended; what the orchestrator asked for stands before it.</summary>
public sealed record OrchestratorCompleted : HistoryEvent;
