using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.PassThrough;

/// <summary>
/// A history after a rewind. The store turns what failed (the end, and steps that failed by themselves) into marks, in their places; the turns
/// they stood in stay. Failures of our activities are successes to the store, so it leaves them: those that the end came of are taken out here,
/// so that these steps run once more as well.
/// </summary>
internal static class RewoundHistory
{
    public static List<HistoryEvent> Prepare(List<HistoryEvent> past)
    {
        var dropped = new HashSet<int>();
        for (var mark = 0; mark < past.Count; mark++)
        {
            if (past[mark] is ExecutionRewound)
            {
                DropFailuresBefore(past, mark, dropped);
            }
        }
        var rewound = past.Exists(e => e is ExecutionRewound);
        return
        [
            .. past.Where(
                (e, i) =>
                    !dropped.Contains(i)
                    // Steps that are missing within their turn are asked for once more; that is no change of the code.
                    && !(rewound && e is OrchestratorCompleted or ExecutionCompleted)
            ),
        ];
    }

    // Failures that something was asked for after had been dealt with by the code: they stay.
    private static void DropFailuresBefore(List<HistoryEvent> past, int mark, HashSet<int> dropped)
    {
        for (var i = mark - 1; i >= 0 && !AsksForAStep(past[i]); i--)
        {
            if (past[i] is TaskFailed failed && dropped.Add(i))
            {
                dropped.Add(past.FindLastIndex(i, e => e is TaskScheduled && e.EventId == failed.TaskScheduledId));
            }
        }
    }

    private static bool AsksForAStep(HistoryEvent e) =>
        e is TaskScheduled or TimerCreated or SubOrchestrationCreated or EventSent;
}
