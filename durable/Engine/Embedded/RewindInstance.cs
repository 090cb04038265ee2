using System.Runtime.InteropServices;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// Lets a failed instance go on: its history is cut back to before the failure, what the last turn was told is told again, steps that failed
/// are under way again, and sub-orchestrations that failed are rewound with it. All of it is one write.
/// </summary>
internal sealed class RewindInstance(WorkflowEngine engine)
{
    private const int MaxAttempts = 5;

    public async Task<bool> RunAsync(string instanceId, string? reason, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Worked out beside the writer, for it runs the orchestrator's code; the write makes sure that nothing has changed since.
            var cuts = engine.Database.Read(scope => Plan(scope, instanceId));
            if (cuts.Count == 0)
            {
                return false;
            }
            if (
                await engine
                    .Database.WriteRepeatable(scope => TryApply(scope, cuts, reason), cancellation)
                    .ConfigureAwait(false)
            )
            {
                return true;
            }
            if (attempt == MaxAttempts)
            {
                throw new InvalidOperationException(
                    $"The instance '{instanceId}' is changed by others all the time and could not be rewound. Try again."
                );
            }
        }
    }

    // The instance and, below it, the failed ones that it waits for.
    private List<RewindCut> Plan(SqliteReadScope scope, string instanceId)
    {
        var cuts = new List<RewindCut>();
        var open = new Queue<(string Id, string? Parent)>([(instanceId, null)]);
        while (open.TryDequeue(out var next))
        {
            if (
                InstanceTable.ReadOne(scope.Command(InstanceTable.SelectById, next.Id))
                    is { Status: OrchestrationRuntimeStatus.Failed } row
                && (next.Parent is null || SubOrchestrations.IsOf(row, next.Parent))
            )
            {
                var cut = RewindCut.Of(scope, row, engine.Executor);
                cuts.Add(cut);
                foreach (var child in cut.Subs.Values)
                {
                    open.Enqueue((child.InstanceId, row.InstanceId));
                }
            }
        }
        return cuts;
    }

    private bool TryApply(SqliteWriteScope scope, List<RewindCut> cuts, string? reason)
    {
        if (!cuts.TrueForAll(cut => cut.IsCurrent(scope)))
        {
            return false;
        }
        var now = engine.Clock.GetUtcNow().UtcDateTime;
        DateTime? due = null;
        // From below: a parent that asks what became of its sub-orchestration finds it running again.
        foreach (var cut in Enumerable.Reverse(cuts))
        {
            var row = cut.Row;
            cut.WriteHistory(scope);
            scope.Execute(
                "UPDATE workflows_instances SET status=$2, busy=1, updated_at=$3, output=NULL, failure=NULL WHERE key=$1",
                row.Key,
                (int)(cut.HasBegun ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending),
                now.Ticks
            );
            foreach (var (step, fireAt) in cut.OpenTimers)
            {
                InstanceTable.InsertTimer(scope, row.Key, row.ExecutionId, step, fireAt);
                due = due is { } earliest && earliest < fireAt ? earliest : fireAt;
            }
            List<Mail> mail = [];
            Tell(scope, row, mail, null, new ExecutionRewound(reason) { Timestamp = now });
            foreach (var e in cut.Again)
            {
                Tell(scope, row, mail, null, e);
            }
            foreach (var answer in Answers(scope, cut, now))
            {
                Tell(scope, row, mail, row.ExecutionId, answer);
            }
            // Last: what is told again has answered, and only the steps that have not are to run once more.
            mail.Add(new Mail(null, Recover: true));
            scope.AfterCommit(() => Wake(row, mail));
        }
        scope.AfterCommit(() => engine.ArmTimer(due));
        return true;
    }

    private void Tell(SqliteWriteScope scope, InstanceRow row, List<Mail> mail, string? executionId, HistoryEvent e)
    {
        var seq = engine.NextSeq();
        InstanceTable.InsertInbox(scope, seq, row.Key, executionId, e);
        mail.Add(new Mail(e, seq, executionId));
    }

    private void Wake(InstanceRow row, List<Mail> mail)
    {
        engine.Forget(row.InstanceId);
        engine.Post(row.InstanceId, row.Tenant, CollectionsMarshal.AsSpan(mail));
    }

    // While the parent lay failed its sub-orchestrations went on; what became of them was told to nobody.
    private IEnumerable<HistoryEvent> Answers(SqliteWriteScope scope, RewindCut cut, DateTime now)
    {
        foreach (var (step, created) in cut.Subs)
        {
            var child = InstanceTable.ReadOne(scope.Command(InstanceTable.SelectById, created.InstanceId));
            if (child is null)
            {
                var anew = SubOrchestrations.NewRow(engine, cut.Row, step, created, now);
                InstanceTable.Insert(scope, anew, engine.NextPayload);
                scope.AfterCommit(() => engine.Begin(anew));
            }
            else if (!SubOrchestrations.IsOf(child, cut.Row.InstanceId))
            {
                yield return SubOrchestrations.Taken(created.InstanceId, step) with
                {
                    Timestamp = now,
                };
            }
            else if (child.IsEnded)
            {
                yield return SubOrchestrations.Answer(scope, child, step) with
                {
                    Timestamp = now,
                };
            }
        }
    }
}
