using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Executor;

/// <summary>
/// Works out what stays of a failed execution's history so that it can go on from before its failure. The last turn goes, and so does every
/// failure of a step that the code did not react to by doing something else: one that was retried or compensated is part of what happened.
/// Which it was is found by replaying the history without it.
/// </summary>
internal sealed class HistoryRewind
{
    private HistoryRewind(List<HistoryEvent[]> batches, List<HistoryEvent> again)
    {
        Batches = batches;
        Again = again;
    }

    /// <summary>The turns that stay; one from which a failure was taken is a new array, any other the array that was given.</summary>
    public IReadOnlyList<HistoryEvent[]> Batches { get; }

    /// <summary>What the last turn was told, in order, without failures: to be told again.</summary>
    public IReadOnlyList<HistoryEvent> Again { get; }

    /// <param name="executor">Replays.</param>
    /// <param name="batches">The turns of an execution that ended as failed, each as it was recorded.</param>
    public static HistoryRewind Of(OrchestrationExecutor executor, IReadOnlyList<HistoryEvent[]> batches)
    {
        List<HistoryEvent[]> kept = [.. batches.SkipLast(1)];
        List<HistoryEvent> again = batches is [.., var last] ? [.. last.Where(IsTold)] : [];
        if (kept.Exists(batch => Array.Exists(batch, IsFailure)))
        {
            kept = WithoutFailures(executor, kept);
        }
        return new HistoryRewind(kept, again);
    }

    private static List<HistoryEvent[]> WithoutFailures(OrchestrationExecutor executor, List<HistoryEvent[]> kept)
    {
        List<HistoryEvent[]> none =
        [
            .. kept.Select(batch => Array.Exists(batch, IsFailure) ? [.. batch.Where(e => !IsFailure(e))] : batch),
        ];
        if (Replays(executor, none))
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
                    kept = Replays(executor, tried) ? tried : kept;
                }
            }
        }
        return kept;
    }

    private static bool Replays(OrchestrationExecutor executor, List<HistoryEvent[]> batches)
    {
        var run = executor.Begin();
        foreach (var batch in batches)
        {
            run.Replay(batch);
            if (run.IsBroken)
            {
                return false;
            }
        }
        return !run.IsCompleted;
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
}
