using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable;

/// <summary>The orchestration that started this one.</summary>
public sealed record ParentOrchestrationInstance(TaskName Name, string InstanceId);

/// <summary>All that an orchestrator may touch. Same members as in Microsoft.DurableTask.</summary>
public abstract class TaskOrchestrationContext
{
    /// <summary>Name of the orchestrator.</summary>
    public abstract TaskName Name { get; }

    /// <summary>Id of this instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Who started it, or null at the top.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the current turn, UTC; the same at every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs over steps that are done already.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Version that the instance was started with; empty where none was given.</summary>
    public abstract string Version { get; }

    /// <summary>Runs an activity.</summary>
    /// <exception cref="TaskFailedException">It failed for good.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(
        TaskName name,
        object? input = null,
        TaskOptions? options = null
    );

    /// <summary>Runs an activity for its effect.</summary>
    public Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object?>(name, input, options);

    /// <summary>Runs another orchestration and waits for it.</summary>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName name,
        object? input = null,
        TaskOptions? options = null
    );

    /// <summary>Runs another orchestration for its effect.</summary>
    public Task CallSubOrchestratorAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object?>(name, input, options);

    /// <summary>Waits durably.</summary>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Waits durably until a point in time (UTC).</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event; events that came before wait in a queue of their name.</summary>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event for so long; <see cref="TaskCanceledException"/> after that.</summary>
    public abstract Task<T> WaitForExternalEvent<T>(
        string eventName,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    );

    /// <summary>Sends an event to another instance.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object? payload);

    /// <summary>Says how far it is; visible from outside.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Starts this orchestration anew with another input and an empty history, once the current call returns.</summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A new id, the same at every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent while replaying.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);
}
