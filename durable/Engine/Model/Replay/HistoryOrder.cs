using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Replay;

/// <summary>What holds of the events of every history, whatever its code: where it doesn't, the file was cut or its order altered.</summary>
internal static class HistoryOrder
{
    /// <exception cref="HistoryFormatException">It doesn't hold; the message says where.</exception>
    public static void Check(ExportedHistory history)
    {
        var events = history.History;
        CheckTurns(events);
        CheckStart(history);
        CheckSteps(events);
        var end = events.OfType<ExecutionCompleted>().SingleOrDefault();
        var status = history.Instance.Status;
        if (IsEnd(status) && end?.OrchestrationStatus != status)
        {
            throw new HistoryFormatException(
                end is null
                    ? $"The instance is {status}, but its history has no end: events are missing."
                    : $"The instance is {status}, but its history ends as {end.OrchestrationStatus}."
            );
        }
        if (end is not null && !IsEnd(status))
        {
            throw new HistoryFormatException(
                $"The history ends as {end.OrchestrationStatus}, but the instance is {status}."
            );
        }
    }

    /// <summary>Turn by turn: from each <see cref="OrchestratorStarted"/> to its <see cref="OrchestratorCompleted"/>.</summary>
    public static IEnumerable<List<HistoryEvent>> Turns(IReadOnlyList<HistoryEvent> events)
    {
        List<HistoryEvent> turn = [];
        foreach (var e in events)
        {
            turn.Add(e);
            if (e is OrchestratorCompleted)
            {
                yield return turn;
                turn = [];
            }
        }
    }

    private static void CheckTurns(IReadOnlyList<HistoryEvent> events)
    {
        var open = false;
        var last = DateTime.MinValue;
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is OrchestratorStarted == open)
            {
                throw At(i, events[i], open ? "begins a turn within a turn" : "stands outside of any turn");
            }
            if (events[i] is OrchestratorStarted && events[i].Timestamp < last)
            {
                throw At(i, events[i], "begins a turn before the one in front of it");
            }
            open = events[i] is not OrchestratorCompleted;
            last = events[i] is OrchestratorStarted ? events[i].Timestamp : last;
        }
        if (open || events.Count == 0)
        {
            throw new HistoryFormatException(
                events.Count == 0 ? "It has no events." : "Its last turn has no end: events are missing."
            );
        }
    }

    private static void CheckStart(ExportedHistory history)
    {
        var starts = history.History.OfType<ExecutionStarted>().ToList();
        var first = Turns(history.History).First();
        // One that was ended before its time to begin came has never started.
        var neverBegan = starts.Count == 0 && first.OfType<ExecutionTerminated>().Any();
        if (!neverBegan && (starts.Count != 1 || !first.Contains(starts[0])))
        {
            throw new HistoryFormatException(
                "The event executionStarted must stand in the first turn, and nowhere else"
                    + $" ({starts.Count} in all): events are missing, or their order was altered."
            );
        }
        if (
            starts is [var start]
            && (start.Name != history.Instance.Name || start.InstanceId != history.Instance.InstanceId)
        )
        {
            throw new HistoryFormatException(
                $"The instance is '{history.Instance.InstanceId}' of '{history.Instance.Name}', but its history is that of '{start.InstanceId}' of '{start.Name}'."
            );
        }
    }

    private static void CheckSteps(IReadOnlyList<HistoryEvent> events)
    {
        var next = 0;
        for (var i = 0; i < events.Count; i++)
        {
            switch (events[i])
            {
                // An end that was brought about by an error of the code's comes behind steps that were never taken.
                case ExecutionCompleted when events[i].EventId >= next:
                    break;
                case TaskScheduled or SubOrchestrationCreated or TimerCreated or EventSent or ExecutionCompleted:
                    if (events[i].EventId != next++)
                    {
                        throw At(
                            i,
                            events[i],
                            $"is step #{events[i].EventId}, but step #{next - 1} is missing before it"
                        );
                    }
                    break;
                case var e when Answered(e) is { } step && step >= next:
                    throw At(i, e, $"answers step #{step}, which has not been asked for before it");
            }
            if (events[i] is ExecutionCompleted && i + 2 < events.Count)
            {
                throw At(i + 2, events[i + 2], "comes after the end");
            }
        }
    }

    private static int? Answered(HistoryEvent e) =>
        e switch
        {
            TaskCompleted done => done.TaskScheduledId,
            TaskFailed failed => failed.TaskScheduledId,
            SubOrchestrationCompleted done => done.TaskScheduledId,
            SubOrchestrationFailed failed => failed.TaskScheduledId,
            TimerFired fired => fired.TimerId,
            _ => null,
        };

    private static bool IsEnd(OrchestrationRuntimeStatus status) =>
        status
            is OrchestrationRuntimeStatus.Completed
                or OrchestrationRuntimeStatus.Failed
                or OrchestrationRuntimeStatus.Terminated
                or OrchestrationRuntimeStatus.Canceled;

    private static HistoryFormatException At(int index, HistoryEvent e, string what) =>
        new($"history[{index}], {HistoryEventTypes.Of(e)}, {what}: events are missing, or their order was altered.");
}
