namespace IntegrationFunctions.Durable.History;

/// <summary>The execution begins.</summary>
/// <param name="Name">Name of the orchestrator.</param>
/// <param name="InstanceId">Id of the instance.</param>
/// <param name="ExecutionId">Id of this execution; a new one after continue-as-new.</param>
/// <param name="Version">Version asked for, or null.</param>
/// <param name="Input">JSON text, or null.</param>
/// <param name="ParentInstance">Who started it, or null at the top.</param>
/// <param name="ScheduledStartTimestamp">Not before, UTC; null: at once.</param>
/// <param name="Tags">Kept with the instance.</param>
/// <param name="ParentTraceContext">The request that started it, for the tracing of its steps.</param>
public sealed record ExecutionStarted(
    string Name,
    string InstanceId,
    string? ExecutionId,
    string? Version = null,
    string? Input = null,
    ParentInstanceInfo? ParentInstance = null,
    DateTime? ScheduledStartTimestamp = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    TraceContext? ParentTraceContext = null
) : HistoryEvent;

/// <summary>W3C Trace Context: the headers traceparent and tracestate.</summary>
public sealed record TraceContext(string TraceParent, string? TraceState = null);

/// <summary>The orchestration that waits for this one.</summary>
/// <param name="TaskScheduledId">Id of the parent's action.</param>
/// <param name="Name">Name of the parent's orchestrator.</param>
/// <param name="InstanceId">Id of the parent's instance.</param>
/// <param name="ExecutionId">The parent's execution; an answer to another one is not wanted any more.</param>
/// <param name="Version">The parent's version.</param>
public sealed record ParentInstanceInfo(
    int TaskScheduledId,
    string? Name,
    string InstanceId,
    string? ExecutionId = null,
    string? Version = null
);

/// <summary>The execution has ended.</summary>
/// <param name="OrchestrationStatus">How.</param>
/// <param name="Result">JSON text of the output, or the message of a failure.</param>
/// <param name="FailureDetails">Why it failed.</param>
public sealed record ExecutionCompleted(
    OrchestrationRuntimeStatus OrchestrationStatus,
    string? Result = null,
    TaskFailureDetails? FailureDetails = null
) : HistoryEvent;

/// <summary>Ended from outside.</summary>
/// <param name="Input">JSON text of the output to show.</param>
/// <param name="Recurse">Whether sub-orchestrations end too.</param>
public sealed record ExecutionTerminated(string? Input = null, bool Recurse = false) : HistoryEvent;

/// <summary>Held from outside.</summary>
/// <param name="Input">The reason, as plain text.</param>
public sealed record ExecutionSuspended(string? Input = null) : HistoryEvent;

/// <summary>Let go on from outside.</summary>
/// <param name="Input">The reason, as plain text.</param>
public sealed record ExecutionResumed(string? Input = null) : HistoryEvent;

/// <summary>The execution before this one ended by starting anew.</summary>
/// <param name="Input">JSON text of the new input.</param>
public sealed record ContinueAsNew(string? Input = null) : HistoryEvent;

/// <summary>An event has come from outside or from another instance.</summary>
/// <param name="Name">Name of the event; compared without case.</param>
/// <param name="Input">JSON text, or null.</param>
public sealed record EventRaised(string Name, string? Input = null) : HistoryEvent;

/// <summary>An event was sent to another instance.</summary>
/// <param name="InstanceId">To whom.</param>
/// <param name="Name">Name of the event.</param>
/// <param name="Input">JSON text, or null.</param>
public sealed record EventSent(string InstanceId, string Name, string? Input = null) : HistoryEvent;

/// <summary>The execution had failed and goes on from before its failure.</summary>
/// <param name="Reason">Plain text.</param>
public sealed record ExecutionRewound(string? Reason = null) : HistoryEvent;
