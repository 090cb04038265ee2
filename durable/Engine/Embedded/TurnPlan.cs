using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>All that a turn changes, written as one: either the whole turn has happened or none of it.</summary>
internal sealed class TurnPlan(WorkflowEngine engine, InstanceRow before)
{
    private readonly List<(InstanceRow To, Mail Mail)> _deliveries = [];
    private readonly List<InstanceRow> _begun = [];

    /// <summary>The row after the turn.</summary>
    public required InstanceRow After { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Whether the turn is the instance's first and makes its row as well.</summary>
    public bool Inserts { get; set; }

    /// <summary>The turn's batch of history, or null where there is none.</summary>
    public byte[]? Events { get; init; }

    /// <summary>What is too large for the batch or the row.</summary>
    public List<(long Id, string Text)> Aside { get; } = [];

    /// <summary>Sub-orchestrations that end with the instance.</summary>
    public IReadOnlyCollection<string> Terminated { get; init; } = [];

    public List<long> ConsumedInbox { get; } = [];

    public IReadOnlyList<OrchestratorAction> Actions { get; init; } = [];

    public CompleteOrchestrationAction? Completion { get; init; }

    /// <summary>The completion's result as the row holds it: its text, or a reference to what is in <see cref="Aside"/>.</summary>
    public string? StoredResult { get; init; }

    public bool DropTimers { get; init; }

    /// <summary>Activities to let run once the turn is on disk.</summary>
    public List<ActivityWork> Activities { get; } = [];

    public bool Renews => Completion is { OrchestrationStatus: OrchestrationRuntimeStatus.ContinuedAsNew };

    /// <summary>For the new execution, in order; known after it was applied.</summary>
    public List<Mail> Carryover { get; } = [];

    public IReadOnlyList<(InstanceRow To, Mail Mail)> Deliveries => _deliveries;

    /// <summary>Sub-orchestrations that the turn has made.</summary>
    public IReadOnlyList<InstanceRow> Begun => _begun;

    public DateTime? EarliestTimer { get; private set; }

    /// <summary>May be run a second time, where the first was undone.</summary>
    public void Apply(SqliteWriteScope scope)
    {
        _deliveries.Clear();
        _begun.Clear();
        Carryover.Clear();
        EarliestTimer = null;
        if (Inserts)
        {
            InstanceTable.Insert(
                scope,
                before with
                {
                    Status = After.Status,
                    Busy = After.Busy,
                    CustomStatus = After.CustomStatus,
                },
                engine.NextPayload
            );
        }
        if (Renews)
        {
            HistoryTable.Delete(scope, before.Key);
            Payloads.Delete(scope, before.Key);
        }
        else if (Events is { } events)
        {
            HistoryTable.Append(scope, before.Key, At, events);
        }
        Payloads.Insert(scope, before.Key, Aside);
        foreach (var seq in ConsumedInbox)
        {
            scope.Prepare("DELETE FROM workflows_inbox WHERE seq=?1").Bind(1, seq).Run();
        }
        if (DropTimers)
        {
            scope.Execute("DELETE FROM workflows_timers WHERE key=$1", before.Key);
        }
        foreach (var action in Actions)
        {
            Apply(scope, action);
        }
        foreach (var child in Terminated)
        {
            if (InstanceTable.FindOpen(scope, child) is { } open && SubOrchestrations.IsOf(open, before.InstanceId))
            {
                Send(scope, open, null, new ExecutionTerminated(Completion?.Result, Recurse: true) { Timestamp = At });
            }
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
        )
        {
            Version = After.Version,
            ParentInstanceId = After.Parent?.InstanceId,
        };

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
                    InstanceTable.InsertInbox(scope, seq, before.Key, null, e, carried: true);
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
        if (InstanceTable.ReadOne(scope.Command(InstanceTable.SelectById, sub.InstanceId)) is { } existing)
        {
            // A try that comes again takes the place of the one that failed; somebody else's instance stays.
            if (!existing.IsEnded || !SubOrchestrations.IsOf(existing, before.InstanceId))
            {
                var taken = SubOrchestrations.Taken(sub.InstanceId, sub.Id) with { Timestamp = At };
                Send(scope, before, before.ExecutionId, taken);
                return;
            }
            InstanceTable.DeleteAll(scope, existing.Key);
            engine.Forget(existing.InstanceId);
        }
        var created = new SubOrchestrationCreated(sub.InstanceId, sub.Name, sub.Version, sub.Input);
        var row = SubOrchestrations.NewRow(engine, before, sub.Id, created, At);
        InstanceTable.Insert(scope, row, engine.NextPayload);
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
        var answer = SubOrchestrations.Answer(
            before.InstanceId,
            completion.OrchestrationStatus,
            parent.TaskScheduledId,
            completion.Result,
            completion.FailureDetails
        );
        Send(scope, waiting, parent.ExecutionId, answer with { Timestamp = At });
    }

    private void Send(SqliteWriteScope scope, InstanceRow target, string? executionId, HistoryEvent e)
    {
        var seq = engine.NextSeq();
        InstanceTable.InsertInbox(scope, seq, target.Key, executionId, e);
        _deliveries.Add((target, new Mail(e, seq, executionId)));
    }

    private void UpdateRow(SqliteWriteScope scope)
    {
        if (After == before || (Inserts && Completion is null))
        {
            return;
        }
        if (Completion is not { } completion)
        {
            scope
                .Prepare(
                    "UPDATE workflows_instances SET status=?2, busy=?3, updated_at=?4, custom_status=?5 WHERE key=?1"
                )
                .Bind(1, After.Key)
                .Bind(2, (long)After.Status)
                .Bind(3, After.Busy ? 1 : 0)
                .Bind(4, At.Ticks)
                .Bind(5, After.CustomStatus)
                .Run();
            return;
        }
        // An end leaves the input as it is; a new execution comes with its own, and without an output.
        scope
            .Prepare(
                Renews
                    ? "UPDATE workflows_instances SET status=?2, busy=?3, updated_at=?4, custom_status=?5, failure=?6, execution_id=?7, input=?8 WHERE key=?1"
                    : "UPDATE workflows_instances SET status=?2, busy=?3, updated_at=?4, custom_status=?5, failure=?6, execution_id=?7, output=?8 WHERE key=?1"
            )
            .Bind(1, After.Key)
            .Bind(2, (long)After.Status)
            .Bind(3, After.Busy ? 1 : 0)
            .Bind(4, At.Ticks)
            .Bind(5, After.CustomStatus)
            .Bind(6, EventJson.Failure(completion.FailureDetails))
            .Bind(7, After.ExecutionId)
            .Bind(8, StoredResult)
            .Run();
    }
}
