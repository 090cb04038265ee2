using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// An instance in memory, exactly as it is on disk: the stopped code and what it waits for. A turn that can't be written throws the state away;
/// the next one reads it anew.
/// </summary>
internal sealed class InstanceState(InstanceRow row, OrchestrationRun run)
{
    public InstanceRow Row { get; set; } = row;

    public OrchestrationRun Run { get; set; } = run;

    /// <summary>Whether the execution has had a turn.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Activities that were asked for and have not answered, by step.</summary>
    public Dictionary<int, TaskScheduled> UnderWay { get; } = [];

    /// <summary>Ids of sub-orchestrations that were asked for and have not ended, by step.</summary>
    public Dictionary<int, string> Subs { get; } = [];

    public bool HasTimers { get; set; }

    /// <summary>What is stored of an instance; null where there is none.</summary>
    /// <exception cref="DamagedHistoryException">Its history is not one.</exception>
    public static InstanceState? Load(SqliteReadScope scope, InstanceRow row, OrchestrationExecutor executor)
    {
        var state = new InstanceState(row with { Input = Payloads.Resolve(scope, row.Input) }, executor.Begin());
        if (row.IsEnded && !row.Busy)
        {
            return state;
        }
        var batches = HistoryTable.ReadStored(scope, row.Key);
        if (!row.IsEnded)
        {
            HistoryTable.CheckBeginning(batches);
        }
        foreach (var batch in batches)
        {
            var events = HistoryTable.Complete(scope, batch.Events, state.Row.Input, output: null);
            state.HasBegun = true;
            if (!row.IsEnded)
            {
                state.Run.Replay(events);
            }
            foreach (var e in events)
            {
                if (!state.Note(e))
                {
                    throw new DamagedHistoryException("it holds the answer of a step that was never asked for");
                }
            }
        }
        return state;
    }

    /// <summary>False where the event answers what was never asked.</summary>
    public bool Note(HistoryEvent e)
    {
        switch (e)
        {
            case TaskScheduled scheduled:
                UnderWay[e.EventId] = scheduled;
                break;
            case TaskCompleted done:
                return UnderWay.Remove(done.TaskScheduledId);
            case TaskFailed failed:
                return UnderWay.Remove(failed.TaskScheduledId);
            case SubOrchestrationCreated created:
                Subs[e.EventId] = created.InstanceId;
                break;
            case SubOrchestrationCompleted done:
                Subs.Remove(done.TaskScheduledId);
                break;
            case SubOrchestrationFailed failed:
                Subs.Remove(failed.TaskScheduledId);
                break;
            case TimerCreated:
                HasTimers = true;
                break;
        }
        return true;
    }
}
