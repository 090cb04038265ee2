using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable;

/// <summary>Life of an instance; numbers as on the wire of Durable Task.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>At work or waiting.</summary>
    Running = 0,

    /// <summary>Done.</summary>
    Completed = 1,

    /// <summary>Going on under a new execution.</summary>
    ContinuedAsNew = 2,

    /// <summary>Ended by an error.</summary>
    Failed = 3,

    /// <summary>Canceled.</summary>
    Canceled = 4,

    /// <summary>Ended from outside.</summary>
    Terminated = 5,

    /// <summary>Not begun yet.</summary>
    Pending = 6,

    /// <summary>Held from outside.</summary>
    Suspended = 7,
}

/// <summary>An instance as seen from outside. Input, output and custom status are JSON text.</summary>
public sealed record OrchestrationMetadata(
    string Name,
    string InstanceId,
    OrchestrationRuntimeStatus RuntimeStatus,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUpdatedAt,
    string? SerializedInput,
    string? SerializedOutput,
    string? SerializedCustomStatus,
    TaskFailureDetails? FailureDetails,
    IReadOnlyDictionary<string, string> Tags
)
{
    /// <summary>Version that it was started with; null where none was given.</summary>
    public string? Version { get; init; }

    /// <summary>The instance that started it as its step; null at the top.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>Whether it will never run again.</summary>
    public bool IsCompleted =>
        RuntimeStatus
            is OrchestrationRuntimeStatus.Completed
                or OrchestrationRuntimeStatus.Failed
                or OrchestrationRuntimeStatus.Terminated
                or OrchestrationRuntimeStatus.Canceled;

    /// <summary>The output as <typeparamref name="T"/>.</summary>
    public T? ReadOutputAs<T>() => DataConverter.Deserialize<T>(SerializedOutput);

    /// <summary>The input as <typeparamref name="T"/>.</summary>
    public T? ReadInputAs<T>() => DataConverter.Deserialize<T>(SerializedInput);

    /// <summary>The custom status as <typeparamref name="T"/>.</summary>
    public T? ReadCustomStatusAs<T>() => DataConverter.Deserialize<T>(SerializedCustomStatus);
}

/// <summary>How an instance is started.</summary>
/// <param name="InstanceId">Own id; null: a new one.</param>
/// <param name="StartAt">Not before; null: at once.</param>
/// <param name="Tags">Kept with the instance; <see cref="TenantTag"/> says whose it is.</param>
/// <param name="Version">Version of the orchestrator.</param>
public sealed record StartOrchestrationOptions(
    string? InstanceId = null,
    DateTimeOffset? StartAt = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    string? Version = null
)
{
    /// <summary>The tag that binds an instance to a tenant.</summary>
    public const string TenantTag = "tenant";
}

/// <summary>An instance of that id exists already; for a start with an id made from a message this is success.</summary>
public sealed class OrchestrationAlreadyExistsException(string instanceId)
    : Exception($"An orchestration with the id '{instanceId}' exists already.");

/// <summary>Which instances to list.</summary>
/// <param name="TagName">Only those with this tag...</param>
/// <param name="TagValue">...at this value.</param>
/// <param name="Statuses">Only those; null: all.</param>
/// <param name="InstanceIdPrefix">Only ids that start so.</param>
/// <param name="PageSize">1 to 1,000.</param>
/// <param name="ContinuationToken">From the page before.</param>
/// <param name="Name">Only those of this orchestrator.</param>
/// <param name="CreatedFrom">Only those created then or later.</param>
/// <param name="CreatedTo">Only those created before.</param>
public sealed record OrchestrationQuery(
    string? TagName = null,
    string? TagValue = null,
    IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses = null,
    string? InstanceIdPrefix = null,
    int PageSize = 100,
    string? ContinuationToken = null,
    string? Name = null,
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null
);

/// <summary>Which ended instances to forget.</summary>
/// <param name="CreatedFrom">Only those created then or later.</param>
/// <param name="CreatedTo">Only those created before.</param>
/// <param name="Statuses">Only those; null: all that are an end.</param>
/// <param name="TagName">Only those with this tag...</param>
/// <param name="TagValue">...at this value.</param>
public sealed record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses = null,
    string? TagName = null,
    string? TagValue = null
);

/// <summary>A page of instances, newest first.</summary>
public sealed record OrchestrationPage(IReadOnlyList<OrchestrationMetadata> Instances, string? ContinuationToken);

/// <summary>Starts, watches and steers orchestrations. Same verbs as in Microsoft.DurableTask.</summary>
public abstract class DurableTaskClient
{
    /// <summary>Starts an instance; durable when it returns. Returns the id.</summary>
    /// <exception cref="OrchestrationAlreadyExistsException">The given id is taken.</exception>
    public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    );

    /// <summary>Sends an event to an instance. One that has ended, or isn't there, is left alone: false.</summary>
    public abstract Task<bool> RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    );

    /// <summary>The instance, or null.</summary>
    public abstract Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId,
        bool getInputsAndOutputs = true,
        CancellationToken cancellation = default
    );

    /// <summary>Waits until the instance has ended.</summary>
    /// <exception cref="KeyNotFoundException">There is no such instance.</exception>
    public abstract Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = true,
        CancellationToken cancellation = default
    );

    /// <summary>Lists instances.</summary>
    public abstract Task<OrchestrationPage> QueryInstancesAsync(
        OrchestrationQuery query,
        CancellationToken cancellation = default
    );

    /// <summary>Ends an instance from outside; with <paramref name="recursive"/> the sub-orchestrations that it waits for as well.</summary>
    public abstract Task<bool> TerminateInstanceAsync(
        string instanceId,
        object? output = null,
        bool recursive = false,
        CancellationToken cancellation = default
    );

    /// <summary>Holds an instance: events are kept, no turn runs.</summary>
    public abstract Task<bool> SuspendInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    );

    /// <summary>Lets a held instance go on.</summary>
    public abstract Task<bool> ResumeInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    );

    /// <summary>
    /// Lets a failed instance go on from before its failure: the steps that failed run once more, those that succeeded keep their results;
    /// failed sub-orchestrations are rewound with it. False where it hasn't failed, or isn't there.
    /// </summary>
    public abstract Task<bool> RewindInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    );

    /// <summary>
    /// Runs an instance that has ended anew from its start, with the input, version and tags that it had; under its own id, or under a new one.
    /// Returns the id.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not ended, and was to keep its id.</exception>
    public abstract Task<string> RestartAsync(
        string instanceId,
        bool restartWithNewInstanceId = false,
        CancellationToken cancellation = default
    );

    /// <summary>The events of the instance's current execution, oldest first; null where there is no such instance.</summary>
    public abstract Task<IReadOnlyList<HistoryEvent>?> GetHistoryAsync(
        string instanceId,
        CancellationToken cancellation = default
    );

    /// <summary>Forgets an instance that has ended. False where it hasn't, or isn't there.</summary>
    public abstract Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default);

    /// <summary>Forgets all instances that have ended and that the filter takes in. Returns how many they were.</summary>
    public abstract Task<int> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        CancellationToken cancellation = default
    );
}
