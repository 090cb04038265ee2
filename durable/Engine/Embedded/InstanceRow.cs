using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// An instance as it is stored, without what only readers from outside want. <see cref="Damage"/> says what of it can't be read, and is null
/// where all can.
/// </summary>
internal sealed record InstanceRow(
    long Key,
    string InstanceId,
    string ExecutionId,
    string Name,
    string? Version,
    OrchestrationRuntimeStatus Status,
    bool Busy,
    DateTime CreatedAt,
    DateTime? StartAt,
    string? Input,
    string? CustomStatus,
    IReadOnlyDictionary<string, string>? Tags,
    ParentInstanceInfo? Parent,
    string? Trace = null,
    string? Damage = null
)
{
    /// <summary>Whose turn it takes where tenants share; empty where it is nobody's.</summary>
    public string Tenant => TenantOf(Tags);

    public static string TenantOf(IReadOnlyDictionary<string, string>? tags) =>
        tags?.GetValueOrDefault(StartOrchestrationOptions.TenantTag) ?? "";

    public bool IsEnded => IsEnd(Status);

    public static bool IsEnd(OrchestrationRuntimeStatus status) =>
        status
            is OrchestrationRuntimeStatus.Completed
                or OrchestrationRuntimeStatus.Failed
                or OrchestrationRuntimeStatus.Terminated
                or OrchestrationRuntimeStatus.Canceled;

    public ExecutionStarted ToStart() =>
        new(
            Name,
            InstanceId,
            ExecutionId,
            Version,
            Input,
            Parent,
            StartAt,
            Tags,
            Trace is null ? null : new TraceContext(Trace)
        )
        {
            Timestamp = CreatedAt,
        };
}

/// <summary>Something that an instance is to look at in its next turn.</summary>
/// <param name="Event">The event; null only wakes.</param>
/// <param name="InboxSeq">Its row in the inbox; 0 where it has none, because its loss only repeats an activity.</param>
/// <param name="ExecutionId">The only execution that may see it; null: any.</param>
/// <param name="Recover">Whether activities that are under way by the history must be run again.</param>
internal readonly record struct Mail(
    HistoryEvent? Event,
    long InboxSeq = 0,
    string? ExecutionId = null,
    bool Recover = false
);

/// <summary>An activity to run.</summary>
/// <param name="Tenant">Whose turn it takes.</param>
/// <param name="Trace">The traceparent of what started the orchestration, or null.</param>
internal sealed record ActivityWork(
    string InstanceId,
    string ExecutionId,
    int TaskId,
    string Name,
    string? Input,
    string Tenant,
    string? Trace
)
{
    public static ActivityWork Of(InstanceRow row, int taskId, string name, string? input) =>
        new(row.InstanceId, row.ExecutionId, taskId, name, input, row.Tenant, row.Trace);
}
