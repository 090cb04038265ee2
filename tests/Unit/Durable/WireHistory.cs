using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Tests.Unit.Durable;

/// <summary>Durable Task's HistoryEvent and OrchestratorAction, from the wire.</summary>
internal static class WireHistory
{
    private static readonly int[] Kinds = [.. Enumerable.Range(3, 20)];

    public static HistoryEvent Event(WireMessage message)
    {
        var kind = message.Kind(Kinds);
        var m = message.One(kind);
        HistoryEvent e = kind switch
        {
            3 => new ExecutionStarted(
                m.Text(1),
                m.One(4).Text(1),
                m.One(4).Wrapped(2),
                m.Wrapped(2),
                m.Wrapped(3),
                m.Has(5) ? new ParentInstanceInfo(m.One(5).Int(1), m.One(5).Wrapped(2), m.One(5).One(4).Text(1)) : null
            ),
            5 => new ExecutionTerminated(m.Wrapped(1)),
            6 => new TaskScheduled(m.Text(1), m.Wrapped(2), m.Wrapped(3)),
            7 => new TaskCompleted(m.Int(1), m.Wrapped(2)),
            9 => new SubOrchestrationCreated(m.Text(1), m.Text(2), m.Wrapped(3), m.Wrapped(4)),
            10 => new SubOrchestrationCompleted(m.Int(1), m.Wrapped(2)),
            12 => new TimerCreated(m.Time(1)),
            13 => new TimerFired(m.Time(1), m.Int(2)),
            14 => new OrchestratorStarted(),
            15 => new OrchestratorCompleted(),
            17 => new EventRaised(m.Text(1), m.Wrapped(2)),
            21 => new ExecutionSuspended(m.Wrapped(1)),
            22 => new ExecutionResumed(m.Wrapped(1)),
            _ => throw new FormatException($"No scenario uses events of kind {kind}."),
        };
        return e with { EventId = message.Int(1), Timestamp = message.Time(2) };
    }

    public static OrchestratorAction Action(WireMessage message)
    {
        var id = message.Int(1);
        var kind = message.Kind(2, 3, 4, 5, 6);
        var m = message.One(kind);
        return kind switch
        {
            2 => new ScheduleTaskAction(id, m.Text(1), m.Wrapped(2), Unwrap(m.Wrapped(3))),
            3 => new CreateSubOrchestrationAction(id, m.Text(1), m.Text(2), m.Wrapped(3), m.Wrapped(4)),
            4 => new CreateTimerAction(id, m.Time(1)),
            6 => new CompleteOrchestrationAction(id, (OrchestrationRuntimeStatus)m.Int(1), m.Wrapped(2)),
            _ => throw new FormatException($"No scenario uses actions of kind {kind}."),
        };
    }

    // The official SDK hands an activity's input over as an array of one; how an input is wrapped is the host's affair, not the executor's.
    private static string? Unwrap(string? json) => json is "[null]" or null ? null : json[1..^1];
}
