namespace IntegrationFunctions.Durable.History;

/// <summary>An activity was asked for; the event's id is the step's.</summary>
/// <param name="Name">Name of the activity.</param>
/// <param name="Version">Version of the orchestration, or null.</param>
/// <param name="Input">JSON text, or null.</param>
/// <param name="Tags">Kept with the step.</param>
/// <param name="ParentTraceContext">What its span hangs under.</param>
public sealed record TaskScheduled(
    string Name,
    string? Version = null,
    string? Input = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    TraceContext? ParentTraceContext = null
) : HistoryEvent;

/// <summary>An activity is done.</summary>
/// <param name="TaskScheduledId">The step.</param>
/// <param name="Result">JSON text, or null.</param>
public sealed record TaskCompleted(int TaskScheduledId, string? Result = null) : HistoryEvent;

/// <summary>An activity has failed.</summary>
/// <param name="TaskScheduledId">The step.</param>
/// <param name="FailureDetails">Why.</param>
public sealed record TaskFailed(int TaskScheduledId, TaskFailureDetails FailureDetails) : HistoryEvent;

/// <summary>Another orchestration was asked for; the event's id is the step's.</summary>
/// <param name="InstanceId">Id of the new instance.</param>
/// <param name="Name">Name of its orchestrator.</param>
/// <param name="Version">Its version.</param>
/// <param name="Input">JSON text, or null.</param>
/// <param name="Tags">Kept with the new instance.</param>
/// <param name="ParentTraceContext">What its span hangs under.</param>
public sealed record SubOrchestrationCreated(
    string InstanceId,
    string Name,
    string? Version = null,
    string? Input = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    TraceContext? ParentTraceContext = null
) : HistoryEvent;

/// <summary>The other orchestration is done.</summary>
/// <param name="TaskScheduledId">The step.</param>
/// <param name="Result">JSON text, or null.</param>
public sealed record SubOrchestrationCompleted(int TaskScheduledId, string? Result = null) : HistoryEvent;

/// <summary>The other orchestration has failed or was ended from outside.</summary>
/// <param name="TaskScheduledId">The step.</param>
/// <param name="FailureDetails">Why.</param>
public sealed record SubOrchestrationFailed(int TaskScheduledId, TaskFailureDetails FailureDetails) : HistoryEvent;

/// <summary>A timer was asked for; the event's id is the step's.</summary>
/// <param name="FireAt">When, UTC.</param>
public sealed record TimerCreated(DateTime FireAt) : HistoryEvent;

/// <summary>A timer is due.</summary>
/// <param name="FireAt">When it was to be, UTC.</param>
/// <param name="TimerId">The step.</param>
public sealed record TimerFired(DateTime FireAt, int TimerId) : HistoryEvent;
