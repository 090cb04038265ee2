using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>What ties a sub-orchestration to the instance that waits for it.</summary>
internal static class SubOrchestrations
{
    /// <summary>The row of a new one: it is of the parent's tenant and trace.</summary>
    public static InstanceRow NewRow(
        WorkflowEngine engine,
        InstanceRow parent,
        int step,
        SubOrchestrationCreated created,
        DateTime now
    ) =>
        new(
            engine.NextKey(),
            created.InstanceId,
            WorkflowEngine.NewExecutionId(),
            created.Name,
            created.Version,
            OrchestrationRuntimeStatus.Pending,
            Busy: true,
            now,
            StartAt: null,
            created.Input,
            CustomStatus: null,
            parent.Tags,
            new ParentInstanceInfo(step, parent.Name, parent.InstanceId, parent.ExecutionId, parent.Version),
            parent.Trace
        );

    /// <summary>Whether it is the parent's own; a parent may have asked in vain for an id that was another instance's.</summary>
    public static bool IsOf(InstanceRow child, string parentInstanceId) => child.Parent?.InstanceId == parentInstanceId;

    /// <summary>What the parent is told where the id it asked for is another instance's.</summary>
    public static SubOrchestrationFailed Taken(string child, int step) =>
        new(
            step,
            TaskFailureDetails.From(new OrchestrationAlreadyExistsException(child)) with
            {
                IsNonRetriable = true,
            }
        );

    /// <summary>What the parent is told of the end of <paramref name="child"/>.</summary>
    public static HistoryEvent Answer(
        string child,
        OrchestrationRuntimeStatus status,
        int step,
        string? result,
        TaskFailureDetails? failure
    ) =>
        status switch
        {
            OrchestrationRuntimeStatus.Completed => new SubOrchestrationCompleted(step, result),
            OrchestrationRuntimeStatus.Terminated => new SubOrchestrationFailed(
                step,
                new TaskFailureDetails(
                    "OrchestrationTerminated",
                    $"The sub-orchestration '{child}' was terminated.",
                    IsNonRetriable: true
                )
            ),
            _ => new SubOrchestrationFailed(step, failure ?? new TaskFailureDetails("Failed", result ?? "")),
        };

    /// <summary>As it stands in the row of one that has ended.</summary>
    public static HistoryEvent Answer(SqliteWriteScope scope, InstanceRow child, int step)
    {
        using var row = scope
            .Command("SELECT output, failure FROM workflows_instances WHERE key=$1", child.Key)
            .ExecuteReader();
        row.Read();
        var (output, failure) = (InstanceTable.Text(row, 0), EventJson.Failure(InstanceTable.Text(row, 1)));
        return Answer(child.InstanceId, child.Status, step, Payloads.Resolve(scope, output), failure);
    }
}
