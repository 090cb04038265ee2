using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Executor;

/// <summary>
/// Works out what stays of a failed execution's history so that it can go on from before its failure. The end goes, and so does every failure
/// of a step that the code did not react to by doing something else: one that was retried or compensated is part of what happened. Which it
/// was is found by replaying the history without it. Where the code would end all the same (it failed of itself, or did more in its last turn
/// because of a failure), that whole turn goes, and is told again what it was told: what it sent to others is sent once more.
/// </summary>
internal sealed class HistoryRewind
{
    private HistoryRewind(List<HistoryEvent[]> batches, List<HistoryEvent> again)
    {
        Batches = batches;
        Again = again;
    }

    /// <summary>The turns that stay; one from which something was taken is a new array, any other the array that was given.</summary>
    public IReadOnlyList<HistoryEvent[]> Batches { get; }

    /// <summary>What the last turn was told, in order, without failures: to be told again. Empty where that turn stays.</summary>
    public IReadOnlyList<HistoryEvent> Again { get; }

    /// <param name="executor">Replays.</param>
    /// <param name="batches">The turns of an execution that ended as failed, each as it was recorded.</param>
    public static HistoryRewind Of(OrchestrationExecutor executor, IReadOnlyList<HistoryEvent[]> batches)
    {
        List<HistoryEvent[]> all = [.. batches.Select(batch => Without(batch, e => e is ExecutionCompleted))];
        if (WithoutFailures(executor, all) is var open && Replay(executor, open) == Outcome.Waits)
        {
            return new HistoryRewind(open, []);
        }
        List<HistoryEvent> again = batches is [.., var last] ? [.. last.Where(IsTold)] : [];
        return new HistoryRewind(WithoutFailures(executor, [.. all.SkipLast(1)]), again);
    }

    private static List<HistoryEvent[]> WithoutFailures(OrchestrationExecutor executor, List<HistoryEvent[]> kept)
    {
        List<HistoryEvent[]> none = [.. kept.Select(batch => Without(batch, IsFailure))];
        if (Replay(executor, none) == Outcome.Waits)
        {
            return none;
        }
        // Some were reacted to: from the last to the first, each that the code can do without.
        for (var turn = kept.Count - 1; turn >= 0; turn--)
        {
            for (var i = kept[turn].Length - 1; i >= 0; i--)
            {
                if (IsFailure(kept[turn][i]))
                {
                    List<HistoryEvent[]> tried = [.. kept];
                    tried[turn] = [.. kept[turn].Where((_, at) => at != i)];
                    kept = Replay(executor, tried) != Outcome.Differs ? tried : kept;
                }
            }
        }
        return kept;
    }

    private static HistoryEvent[] Without(HistoryEvent[] batch, Predicate<HistoryEvent> gone) =>
        Array.Exists(batch, gone) ? [.. batch.Where(e => !gone(e))] : batch;

    private static Outcome Replay(OrchestrationExecutor executor, List<HistoryEvent[]> batches)
    {
        var run = executor.Begin();
        for (var i = 0; i < batches.Count; i++)
        {
            // The record of the end was taken out: that the code comes to its end is no difference in the last turn.
            run.Replay(i < batches.Count - 1 ? batches[i] : Without(batches[i], e => e is OrchestratorCompleted));
            if (run.IsBroken)
            {
                return Outcome.Differs;
            }
        }
        return run.AsksForMore ? Outcome.Differs
            : run.IsCompleted ? Outcome.Ends
            : Outcome.Waits;
    }

    private static bool IsFailure(HistoryEvent e) => e is TaskFailed or SubOrchestrationFailed;

    private static bool IsTold(HistoryEvent e) =>
        e
            is TaskCompleted
                or SubOrchestrationCompleted
                or TimerFired
                or EventRaised
                or ExecutionSuspended
                or ExecutionResumed;

    private enum Outcome
    {
        Waits,
        Ends,
        Differs,
    }
}
