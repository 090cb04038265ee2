using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Executor;

/// <summary>Holds what the code asks for during replay against what the history says it asked for.</summary>
internal static class Confirmation
{
    public static void Check(HistoryEvent recorded, Dictionary<int, OrchestratorAction> actions)
    {
        if (Describe(recorded) is not { } expected)
        {
            return;
        }
        if (!actions.Remove(recorded.EventId, out var action))
        {
            throw NonDeterministicOrchestrationException.At(recorded.EventId, expected, "nothing");
        }
        if (!Matches(recorded, action))
        {
            throw NonDeterministicOrchestrationException.At(recorded.EventId, expected, Describe(action));
        }
    }

    public static void CheckNothingLeft(Dictionary<int, OrchestratorAction> actions)
    {
        if (actions.Count > 0)
        {
            var first = actions.Values.MinBy(a => a.Id)!;
            throw NonDeterministicOrchestrationException.At(first.Id, "nothing", Describe(first));
        }
    }

    /// <summary>Whether the event says what the code asked for, rather than what it was told.</summary>
    public static bool IsRecord(HistoryEvent e) => Describe(e) is not null;

    private static bool Matches(HistoryEvent recorded, OrchestratorAction action) =>
        (recorded, action) switch
        {
            (TaskScheduled r, ScheduleTaskAction a) => Same(r.Name, a.Name),
            (SubOrchestrationCreated r, CreateSubOrchestrationAction a) => Same(r.Name, a.Name),
            (TimerCreated, CreateTimerAction) => true,
            (EventSent r, SendEventAction a) => r.InstanceId == a.InstanceId && Same(r.Name, a.Name),
            (ExecutionCompleted r, CompleteOrchestrationAction a) => r.OrchestrationStatus == a.OrchestrationStatus,
            _ => false,
        };

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string? Describe(HistoryEvent e) =>
        e switch
        {
            TaskScheduled t => $"activity '{t.Name}'",
            SubOrchestrationCreated s => $"sub-orchestration '{s.Name}'",
            TimerCreated t => $"timer until {t.FireAt:o}",
            EventSent s => $"event '{s.Name}' to '{s.InstanceId}'",
            ExecutionCompleted c => $"end as {c.OrchestrationStatus}{Why(c.FailureDetails)}",
            _ => null,
        };

    private static string Describe(OrchestratorAction action) =>
        action switch
        {
            ScheduleTaskAction t => $"activity '{t.Name}'",
            CreateSubOrchestrationAction s => $"sub-orchestration '{s.Name}'",
            CreateTimerAction t => $"timer until {t.FireAt:o}",
            SendEventAction s => $"event '{s.Name}' to '{s.InstanceId}'",
            CompleteOrchestrationAction c => $"end as {c.OrchestrationStatus}{Why(c.FailureDetails)}",
            _ => action.ToString(),
        };

    private static string Why(TaskFailureDetails? failure) => failure is null ? "" : $" ({failure.ErrorMessage})";
}
