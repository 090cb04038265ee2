namespace IntegrationFunctions.Durable.History;

/// <summary>
/// What an orchestrator wants done (orchestrator_service.proto, message OrchestratorAction). Ids count from 0 in each execution.
/// </summary>
/// <param name="Id">The step.</param>
public abstract record OrchestratorAction(int Id);

/// <summary>Run an activity.</summary>
/// <param name="Id">The step.</param>
/// <param name="Name">Name of the activity.</param>
/// <param name="Version">Version of the orchestration, or null.</param>
/// <param name="Input">JSON text, or null.</param>
public sealed record ScheduleTaskAction(int Id, string Name, string? Version, string? Input) : OrchestratorAction(Id);

/// <summary>Start another orchestration and report its end.</summary>
/// <param name="Id">The step.</param>
/// <param name="InstanceId">Id of the new instance.</param>
/// <param name="Name">Name of its orchestrator.</param>
/// <param name="Version">Its version.</param>
/// <param name="Input">JSON text, or null.</param>
public sealed record CreateSubOrchestrationAction(
    int Id,
    string InstanceId,
    string Name,
    string? Version,
    string? Input
) : OrchestratorAction(Id);

/// <summary>Report when a point in time is reached.</summary>
/// <param name="Id">The step.</param>
/// <param name="FireAt">When, UTC.</param>
public sealed record CreateTimerAction(int Id, DateTime FireAt) : OrchestratorAction(Id);

/// <summary>Send an event to another instance.</summary>
/// <param name="Id">The step.</param>
/// <param name="InstanceId">To whom.</param>
/// <param name="Name">Name of the event.</param>
/// <param name="Data">JSON text, or null.</param>
public sealed record SendEventAction(int Id, string InstanceId, string Name, string? Data) : OrchestratorAction(Id);

/// <summary>The execution has ended.</summary>
/// <param name="Id">The step.</param>
/// <param name="OrchestrationStatus">How; <see cref="OrchestrationRuntimeStatus.ContinuedAsNew"/> asks for a new execution.</param>
/// <param name="Result">JSON text of the output or of the new input, or the message of a failure.</param>
/// <param name="FailureDetails">Why it failed.</param>
/// <param name="CarryoverEvents">For the next execution: what has come and was not looked at.</param>
public sealed record CompleteOrchestrationAction(
    int Id,
    OrchestrationRuntimeStatus OrchestrationStatus,
    string? Result,
    TaskFailureDetails? FailureDetails = null,
    IReadOnlyList<HistoryEvent>? CarryoverEvents = null
) : OrchestratorAction(Id);
