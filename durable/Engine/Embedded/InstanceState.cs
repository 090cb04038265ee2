using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// An instance in memory, exactly as it is on disk: the stopped code and what it waits for. A turn that can't be written throws the state away;
/// the next one reads it anew.
/// </summary>
internal sealed class InstanceState(InstanceRow row, OrchestrationRun run)
{
    public InstanceRow Row { get; set; } = row;

    public OrchestrationRun Run { get; set; } = run;

    public int NextBatch { get; set; }

    /// <summary>Activities that were asked for and have not answered, by step.</summary>
    public Dictionary<int, TaskScheduled> UnderWay { get; } = [];

    public bool HasTimers { get; set; }

    public static InstanceState Load(InstanceRow row, OrchestrationRun run, List<List<HistoryEvent>> batches)
    {
        var state = new InstanceState(row, run) { NextBatch = batches.Count };
        foreach (var batch in batches)
        {
            if (!row.IsEnded)
            {
                run.Replay(batch);
            }
            foreach (var e in batch)
            {
                state.Note(e);
            }
        }
        return state;
    }

    public void Note(HistoryEvent e)
    {
        switch (e)
        {
            case TaskScheduled scheduled:
                UnderWay[e.EventId] = scheduled;
                break;
            case TaskCompleted done:
                UnderWay.Remove(done.TaskScheduledId);
                break;
            case TaskFailed failed:
                UnderWay.Remove(failed.TaskScheduledId);
                break;
            case TimerCreated:
                HasTimers = true;
                break;
        }
    }
}
