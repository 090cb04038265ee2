using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>All that a turn changes, written as one: either the whole turn has happened or none of it.</summary>
internal sealed class TurnPlan(WorkflowEngine engine, InstanceRow before)
{
    private readonly List<(string InstanceId, Mail Mail)> _deliveries = [];
    private readonly List<InstanceRow> _begun = [];

    /// <summary>The row after the turn.</summary>
    public required InstanceRow After { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Whether the turn is the instance's first and makes its row as well.</summary>
    public bool Inserts { get; set; }

    /// <summary>The turn's batch of history, or null where there is none.</summary>
    public byte[]? Events { get; init; }

    public int Batch { get; init; }

    public List<long> ConsumedInbox { get; } = [];

    public IReadOnlyList<OrchestratorAction> Actions { get; init; } = [];

    public CompleteOrchestrationAction? Completion { get; init; }

    public bool DropTimers { get; init; }

    /// <summary>Activities to let run once the turn is on disk.</summary>
    public List<ActivityWork> Activities { get; } = [];

    public bool Renews => Completion is { OrchestrationStatus: OrchestrationRuntimeStatus.ContinuedAsNew };

    /// <summary>For the new execution, in order; known after it was applied.</summary>
    public List<Mail> Carryover { get; } = [];

    public IReadOnlyList<(string InstanceId, Mail Mail)> Deliveries => _deliveries;

    /// <summary>Sub-orchestrations that the turn has made.</summary>
    public IReadOnlyList<InstanceRow> Begun => _begun;

    public DateTime? EarliestTimer { get; private set; }

    public void Apply(SqliteWriteScope scope)
    {
        if (Inserts)
        {
            InstanceTable.Insert(scope, before with { Status = After.Status, Busy = After.Busy });
        }
        if (Renews)
        {
            scope.Execute("DELETE FROM workflows_history WHERE key=$1", before.Key);
        }
        else if (Events is { } events)
        {
            scope.Execute(
                "INSERT INTO workflows_history(key, batch, at, events) VALUES($1,$2,$3,$4)",
                before.Key,
                Batch,
                At.Ticks,
                events
            );
        }
        foreach (var seq in ConsumedInbox)
        {
            scope.Execute("DELETE FROM workflows_inbox WHERE seq=$1", seq);
        }
        if (DropTimers)
        {
            scope.Execute("DELETE FROM workflows_timers WHERE key=$1", before.Key);
        }
        foreach (var action in Actions)
        {
            Apply(scope, action);
        }
        UpdateRow(scope);
    }

    public OrchestrationMetadata ToMetadata() =>
        new(
            After.Name,
            After.InstanceId,
            After.Status,
            After.CreatedAt,
            At,
            After.Input,
            Completion?.Result,
            After.CustomStatus,
            Completion?.FailureDetails,
            After.Tags ?? new Dictionary<string, string>()
        );

    private void Apply(SqliteWriteScope scope, OrchestratorAction action)
    {
        switch (action)
        {
            case CreateTimerAction timer when Completion is null:
                InstanceTable.InsertTimer(scope, before.Key, before.ExecutionId, timer.Id, timer.FireAt);
                EarliestTimer = EarliestTimer is { } earliest && earliest < timer.FireAt ? earliest : timer.FireAt;
                break;
            case SendEventAction send:
                if (InstanceTable.FindOpen(scope, send.InstanceId) is { } target)
                {
                    Send(scope, target, null, new EventRaised(send.Name, send.Data) { Timestamp = At });
                }
                break;
            case CreateSubOrchestrationAction sub:
                StartSub(scope, sub);
                break;
            case CompleteOrchestrationAction completion when Renews:
                foreach (var e in completion.CarryoverEvents ?? [])
                {
                    var seq = engine.NextSeq();
                    InstanceTable.InsertInbox(scope, seq, before.Key, null, e);
                    Carryover.Add(new Mail(e, seq));
                }
                break;
            case CompleteOrchestrationAction completion:
                TellParent(scope, completion);
                break;
        }
    }

    private void StartSub(SqliteWriteScope scope, CreateSubOrchestrationAction sub)
    {
        var parent = new ParentInstanceInfo(sub.Id, before.Name, before.InstanceId, before.ExecutionId, before.Version);
        if (InstanceTable.ReadOne(scope.Command(InstanceTable.SelectById, sub.InstanceId)) is { } existing)
        {
            // A try that comes again takes the place of the one that failed; somebody else's instance stays.
            if (!existing.IsEnded || existing.Parent?.InstanceId != before.InstanceId)
            {
                var taken = TaskFailureDetails.From(new OrchestrationAlreadyExistsException(sub.InstanceId)) with
                {
                    IsNonRetriable = true,
                };
                Send(scope, before, before.ExecutionId, new SubOrchestrationFailed(sub.Id, taken) { Timestamp = At });
                return;
            }
            InstanceTable.DeleteAll(scope, existing.Key);
            engine.Forget(existing.InstanceId);
        }
        var row = new InstanceRow(
            engine.NextKey(),
            sub.InstanceId,
            WorkflowEngine.NewExecutionId(),
            sub.Name,
            sub.Version,
            OrchestrationRuntimeStatus.Pending,
            Busy: true,
            At,
            StartAt: null,
            sub.Input,
            CustomStatus: null,
            before.Tags,
            parent
        );
        InstanceTable.Insert(scope, row);
        _begun.Add(row);
    }

    private void TellParent(SqliteWriteScope scope, CompleteOrchestrationAction completion)
    {
        if (
            before.Parent is not { } parent
            || InstanceTable.FindOpen(scope, parent.InstanceId) is not { } waiting
            || waiting.ExecutionId != parent.ExecutionId
        )
        {
            return;
        }
        HistoryEvent answer = completion.OrchestrationStatus switch
        {
            OrchestrationRuntimeStatus.Completed => new SubOrchestrationCompleted(
                parent.TaskScheduledId,
                completion.Result
            ),
            OrchestrationRuntimeStatus.Terminated => new SubOrchestrationFailed(
                parent.TaskScheduledId,
                new TaskFailureDetails(
                    "OrchestrationTerminated",
                    $"The sub-orchestration '{before.InstanceId}' was terminated.",
                    IsNonRetriable: true
                )
            ),
            _ => new SubOrchestrationFailed(
                parent.TaskScheduledId,
                completion.FailureDetails ?? new TaskFailureDetails("Failed", completion.Result ?? "")
            ),
        };
        Send(scope, waiting, parent.ExecutionId, answer with { Timestamp = At });
    }

    private void Send(SqliteWriteScope scope, InstanceRow target, string? executionId, HistoryEvent e)
    {
        var seq = engine.NextSeq();
        InstanceTable.InsertInbox(scope, seq, target.Key, executionId, e);
        _deliveries.Add((target.InstanceId, new Mail(e, seq, executionId)));
    }

    private void UpdateRow(SqliteWriteScope scope)
    {
        if (After == before || (Inserts && Completion is null && After.CustomStatus is null))
        {
            return;
        }
        if (Completion is { } completion)
        {
            scope.Execute(
                "UPDATE workflows_instances SET status=$2, busy=$3, updated_at=$4, execution_id=$5, input=$6, output=$7, custom_status=$8, failure=$9 WHERE key=$1",
                After.Key,
                (int)After.Status,
                After.Busy ? 1 : 0,
                At.Ticks,
                After.ExecutionId,
                After.Input,
                Renews ? null : completion.Result,
                After.CustomStatus,
                EventJson.Failure(completion.FailureDetails)
            );
            return;
        }
        scope.Execute(
            "UPDATE workflows_instances SET status=$2, busy=$3, updated_at=$4, custom_status=$5 WHERE key=$1",
            After.Key,
            (int)After.Status,
            After.Busy ? 1 : 0,
            At.Ticks,
            After.CustomStatus
        );
    }
}
