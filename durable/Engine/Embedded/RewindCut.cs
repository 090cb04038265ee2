using System.Globalization;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>What rewinding one failed instance takes from its history, and what is open afterwards.</summary>
internal sealed class RewindCut
{
    private readonly List<(long Seq, byte[]? Events)> _changed = [];
    private readonly string _state;

    private RewindCut(InstanceRow row, string state)
    {
        Row = row;
        _state = state;
    }

    public InstanceRow Row { get; }

    public bool HasBegun { get; private init; }

    /// <summary>To be told again.</summary>
    public required IReadOnlyList<HistoryEvent> Again { get; init; }

    /// <summary>Sub-orchestrations that are waited for, by step.</summary>
    public Dictionary<int, SubOrchestrationCreated> Subs { get; } = [];

    /// <summary>Timers that have not fired, by step: the failure had dropped them.</summary>
    public Dictionary<int, DateTime> OpenTimers { get; } = [];

    /// <exception cref="DamagedHistoryException">The history can't be read.</exception>
    public static RewindCut Of(SqliteReadScope scope, InstanceRow row, OrchestrationExecutor executor)
    {
        var stored = HistoryTable.ReadStored(scope, row.Key);
        HistoryTable.CheckBeginning(stored);
        var input = Payloads.Resolve(scope, row.Input);
        List<HistoryEvent[]> whole =
        [
            .. stored.Select(batch => HistoryTable.Complete(scope, batch.Events, input, output: null).ToArray()),
        ];
        var rewind = HistoryRewind.Of(executor, whole);
        var cut = new RewindCut(row, StateOf(scope.Command(StateSql, row.Key).ExecuteScalar()))
        {
            HasBegun = rewind.Batches.Count > 0,
            Again = rewind.Again,
        };
        for (var i = 0; i < stored.Count; i++)
        {
            if (i >= rewind.Batches.Count)
            {
                cut._changed.Add((stored[i].Seq, null));
                continue;
            }
            var left = rewind.Batches[i];
            if (!ReferenceEquals(left, whole[i]))
            {
                // From what is stored, so that payloads that are kept aside stay there.
                var events = stored[i].Events.Where((_, at) => left.Contains(whole[i][at])).ToList();
                cut._changed.Add((stored[i].Seq, EventJson.Write(events)));
            }
            foreach (var e in left)
            {
                cut.Note(e);
            }
        }
        return cut;
    }

    /// <summary>Whether the instance is as it was when the cut was worked out.</summary>
    public bool IsCurrent(SqliteWriteScope scope) =>
        StateOf(scope.Command(StateSql, Row.Key).ExecuteScalar()) == _state;

    public void WriteHistory(SqliteWriteScope scope)
    {
        foreach (var (seq, events) in _changed)
        {
            if (events is null)
            {
                scope.Execute("DELETE FROM workflows_history WHERE seq=$1", seq);
            }
            else
            {
                scope.Execute("UPDATE workflows_history SET events=$2 WHERE seq=$1", seq, events);
            }
        }
    }

    private const string StateSql =
        "SELECT execution_id || ' ' || status || ' ' || coalesce((SELECT max(seq) FROM workflows_history h WHERE h.key=i.key), 0) "
        + "FROM workflows_instances i WHERE i.key=$1";

    private static string StateOf(object? scalar) => Convert.ToString(scalar, CultureInfo.InvariantCulture) ?? "";

    private void Note(HistoryEvent e)
    {
        switch (e)
        {
            case SubOrchestrationCreated created:
                Subs[e.EventId] = created;
                break;
            case SubOrchestrationCompleted done:
                Subs.Remove(done.TaskScheduledId);
                break;
            case SubOrchestrationFailed failed:
                Subs.Remove(failed.TaskScheduledId);
                break;
            case TimerCreated timer:
                OpenTimers[e.EventId] = timer.FireAt;
                break;
            case TimerFired fired:
                OpenTimers.Remove(fired.TimerId);
                break;
        }
    }
}
