using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Works out a turn: mail in, the orchestrator's code in the middle, a plan of what to write out.</summary>
internal sealed class TurnBuilder(WorkflowEngine engine, TimeProvider clock)
{
    /// <summary>The plan, or null where nothing is to be written. Changes <paramref name="state"/> as if the plan were carried out.</summary>
    public TurnPlan? Build(InstanceState state, List<Mail> mail, List<Mail> keep)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (state.Row.IsEnded)
        {
            return AfterEnd(state, mail, now);
        }
        var starts = !state.HasBegun;
        if (starts && state.Row.StartAt > now)
        {
            return BeforeStart(state, mail, keep, now);
        }
        List<HistoryEvent> events = [new OrchestratorStarted { Timestamp = now }];
        if (starts)
        {
            events.Add(state.Row.ToStart());
        }
        var consumed = new List<long>();
        var recovered = Collect(state, mail, events, consumed);
        if (events.Count == 1)
        {
            if (consumed.Count == 0 && recovered.Count == 0)
            {
                return null;
            }
            var nothingNew = new TurnPlan(engine, state.Row) { After = state.Row, At = now };
            nothingNew.ConsumedInbox.AddRange(consumed);
            nothingNew.Activities.AddRange(recovered);
            return nothingNew;
        }
        var plan = Run(state, events, now);
        plan.ConsumedInbox.AddRange(consumed);
        plan.Activities.InsertRange(0, recovered);
        return plan;
    }

    private TurnPlan Run(InstanceState state, List<HistoryEvent> events, DateTime now)
    {
        var before = state.Row;
        var result = state.Run.Turn(events);
        var activities = new List<ActivityWork>();
        foreach (var action in result.Actions)
        {
            events.Add(Record(action, now));
            if (action is ScheduleTaskAction task)
            {
                activities.Add(ActivityWork.Of(before, task.Id, task.Name, task.Input));
            }
        }
        events.Add(new OrchestratorCompleted { Timestamp = now });
        foreach (var e in events)
        {
            state.Note(e);
        }
        var completion = result.Completion;
        var after = completion is null ? Going(state, result) : Ending(state, result, completion);
        var aside = new List<(long, string)>();
        // What comes after a new start needs nothing of what was before it.
        var renews = completion is { OrchestrationStatus: OrchestrationRuntimeStatus.ContinuedAsNew };
        var plan = new TurnPlan(engine, before)
        {
            After = after,
            At = now,
            Events = renews ? null : HistoryTable.Encode(events, engine.NextPayload, aside),
            Actions = result.Actions,
            Completion = completion,
            StoredResult = Payloads.PutAside(completion?.Result, engine.NextPayload, aside),
            DropTimers = completion is not null && state.HasTimers,
            Terminated = Recurses(completion, events) ? [.. state.Subs.Values] : [],
        };
        plan.Aside.AddRange(aside);
        plan.Activities.AddRange(activities);
        state.Row = after;
        state.HasBegun = true;
        if (plan.Renews)
        {
            state.Run = engine.Executor.Begin();
            state.HasBegun = false;
            state.UnderWay.Clear();
            state.Subs.Clear();
            state.HasTimers = false;
        }
        return plan;
    }

    /// <summary>Ends an instance whose history can't be read. What is stored of it stays as it is, for whoever mends it.</summary>
    public TurnPlan Damaged(InstanceRow row, string why)
    {
        var failure = new TaskFailureDetails(
            "DamagedHistory",
            $"The stored history of '{row.InstanceId}' is damaged: {why}. Restore it from a backup and rewind the instance, or restart or purge it.",
            IsNonRetriable: true
        );
        var completion = new CompleteOrchestrationAction(
            0,
            OrchestrationRuntimeStatus.Failed,
            failure.ErrorMessage,
            failure
        );
        return new TurnPlan(engine, row)
        {
            After = row with { Status = OrchestrationRuntimeStatus.Failed, Busy = false },
            At = clock.GetUtcNow().UtcDateTime,
            Actions = [completion],
            Completion = completion,
            StoredResult = completion.Result,
            DropTimers = true,
        };
    }

    private static bool Recurses(CompleteOrchestrationAction? completion, List<HistoryEvent> events) =>
        completion is { OrchestrationStatus: OrchestrationRuntimeStatus.Terminated }
        && events.Any(e => e is ExecutionTerminated { Recurse: true });

    private static InstanceRow Going(InstanceState state, Executor.ExecutionResult result)
    {
        var status = result.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running;
        var busy = state.UnderWay.Count > 0;
        var row = state.Row;
        return row.Status == status && row.Busy == busy && row.CustomStatus == result.CustomStatus
            ? row
            : row with
            {
                Status = status,
                Busy = busy,
                CustomStatus = result.CustomStatus,
            };
    }

    private static InstanceRow Ending(
        InstanceState state,
        Executor.ExecutionResult result,
        CompleteOrchestrationAction completion
    )
    {
        if (completion.OrchestrationStatus == OrchestrationRuntimeStatus.ContinuedAsNew)
        {
            return state.Row with
            {
                Status = OrchestrationRuntimeStatus.Running,
                Busy = true,
                ExecutionId = WorkflowEngine.NewExecutionId(),
                Input = completion.Result,
                CustomStatus = result.CustomStatus,
            };
        }
        // Activities that a finished orchestrator did not wait for still run to their end; those of a broken one are given up.
        var leaves = completion.OrchestrationStatus == OrchestrationRuntimeStatus.Completed;
        if (!leaves)
        {
            state.UnderWay.Clear();
        }
        return state.Row with
        {
            Status = completion.OrchestrationStatus,
            Busy = state.UnderWay.Count > 0,
            CustomStatus = result.CustomStatus,
        };
    }

    private static List<ActivityWork> Collect(
        InstanceState state,
        List<Mail> mail,
        List<HistoryEvent> events,
        List<long> consumed
    )
    {
        List<ActivityWork> recovered = [];
        foreach (var item in mail)
        {
            if (item.Recover)
            {
                recovered.AddRange(
                    state.UnderWay.Select(pair =>
                        ActivityWork.Of(state.Row, pair.Key, pair.Value.Name, pair.Value.Input)
                    )
                );
            }
            if (item.InboxSeq != 0)
            {
                consumed.Add(item.InboxSeq);
            }
            if (item.Event is { } e && (item.ExecutionId is null || item.ExecutionId == state.Row.ExecutionId))
            {
                // An answer that has been seen already, from a run of the activity before a crash, counts once.
                var stale = e switch
                {
                    TaskCompleted done => !state.UnderWay.Remove(done.TaskScheduledId),
                    TaskFailed failed => !state.UnderWay.Remove(failed.TaskScheduledId),
                    _ => false,
                };
                if (!stale)
                {
                    events.Add(e);
                }
            }
        }
        return recovered;
    }

    private TurnPlan? AfterEnd(InstanceState state, List<Mail> mail, DateTime now)
    {
        var consumed = new List<long>();
        var recovered = Collect(state, mail, [], consumed);
        var after = state.Row.Busy && state.UnderWay.Count == 0 ? state.Row with { Busy = false } : state.Row;
        if (consumed.Count == 0 && recovered.Count == 0 && after == state.Row)
        {
            return null;
        }
        var plan = new TurnPlan(engine, state.Row) { After = after, At = now };
        plan.ConsumedInbox.AddRange(consumed);
        plan.Activities.AddRange(recovered);
        state.Row = after;
        return plan;
    }

    private TurnPlan? BeforeStart(InstanceState state, List<Mail> mail, List<Mail> keep, DateTime now)
    {
        if (mail.FirstOrDefault(m => m.Event is ExecutionTerminated).Event is not ExecutionTerminated terminated)
        {
            keep.AddRange(mail.Where(m => m.Event is not null));
            return null;
        }
        var completion = new CompleteOrchestrationAction(0, OrchestrationRuntimeStatus.Terminated, terminated.Input);
        List<HistoryEvent> events =
        [
            new OrchestratorStarted { Timestamp = now },
            terminated,
            Record(completion, now),
            new OrchestratorCompleted { Timestamp = now },
        ];
        var after = state.Row with { Status = OrchestrationRuntimeStatus.Terminated, Busy = false };
        var aside = new List<(long, string)>();
        var plan = new TurnPlan(engine, state.Row)
        {
            After = after,
            At = now,
            Events = HistoryTable.Encode(events, engine.NextPayload, aside),
            Actions = [completion],
            Completion = completion,
            StoredResult = Payloads.PutAside(completion.Result, engine.NextPayload, aside),
            DropTimers = true,
        };
        plan.Aside.AddRange(aside);
        state.Row = after;
        state.HasBegun = true;
        return plan;
    }

    private static HistoryEvent Record(OrchestratorAction action, DateTime now)
    {
        HistoryEvent e = action switch
        {
            ScheduleTaskAction a => new TaskScheduled(a.Name, a.Version, a.Input),
            CreateSubOrchestrationAction a => new SubOrchestrationCreated(a.InstanceId, a.Name, a.Version, a.Input),
            CreateTimerAction a => new TimerCreated(a.FireAt),
            SendEventAction a => new EventSent(a.InstanceId, a.Name, a.Data),
            CompleteOrchestrationAction a => new ExecutionCompleted(a.OrchestrationStatus, a.Result, a.FailureDetails),
            _ => throw new NotSupportedException($"The action {action.GetType().Name} is not known."),
        };
        return e with { EventId = action.Id, Timestamp = now };
    }
}
