using IntegrationFunctions.Durable.PassThrough.Wire;

namespace IntegrationFunctions.Tests.Support.DurableExtension;

/// <summary>What the stand-in's storage holds of an instance.</summary>
internal sealed class HubInstance(string id, string name, string? input, DateTime createdAt)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string? Input { get; set; } = input;

    public string? Version { get; init; }

    public DateTime CreatedAt { get; } = createdAt;

    public DateTime? StartAt { get; init; }

    public ParentInstanceInfo? Parent { get; init; }

    public TraceContext? Trace { get; init; }

    public string ExecutionId { get; set; } = Guid.NewGuid().ToString("N");

    public DateTime UpdatedAt { get; set; } = createdAt;

    public OrchestrationStatus Status { get; set; } = OrchestrationStatus.Pending;

    public string? Output { get; set; }

    public string? CustomStatus { get; set; }

    public TaskFailureDetails? Failure { get; set; }

    public List<HistoryEvent> History { get; } = [];

    public List<HistoryEvent> Inbox { get; } = [];

    /// <summary>Activities that have been asked for and have not answered, by step.</summary>
    public Dictionary<int, ScheduleTaskAction> Activities { get; } = [];

    public Dictionary<int, DateTime> Timers { get; } = [];

    public bool IsRunningATurn { get; set; }

    /// <summary>Completed anew by each end: a rewound instance ends more than once.</summary>
    public TaskCompletionSource End { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HasEnded =>
        Status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated;

    /// <summary>As the extension tells clients: no tags, version or parent, and of a failure the outermost alone.</summary>
    public OrchestrationState ToState(bool payloads)
    {
        var state = new OrchestrationState
        {
            InstanceId = Id,
            Name = Name,
            OrchestrationStatus = Status,
            CreatedTimestamp = HubEvents.Time(CreatedAt),
            LastUpdatedTimestamp = HubEvents.Time(UpdatedAt),
        };
        if (payloads)
        {
            state.Input = Input;
            state.Output = Output;
            state.CustomStatus = CustomStatus;
            state.FailureDetails = Failure is { } failure
                ? new TaskFailureDetails { ErrorType = failure.ErrorType, ErrorMessage = failure.ErrorMessage }
                : null;
        }
        return state;
    }

    public ExecutionStartedEvent Started() =>
        new()
        {
            Name = Name,
            Version = Version,
            Input = Input,
            OrchestrationInstance = new() { InstanceId = Id, ExecutionId = ExecutionId },
            ParentInstance = Parent,
            ParentTraceContext = Trace,
            ScheduledStartTimestamp = StartAt is { } at ? HubEvents.Time(at) : null,
        };
}
