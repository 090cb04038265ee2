using System.Text.Json.Nodes;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Replay;

/// <summary>
/// Runs the present code over a whole history, turn by turn, and holds all that it asks for against what was asked for then: nothing may be
/// missing, nothing left over, and an end must be the same end with the same result.
/// </summary>
public static class HistoryReplay
{
    /// <summary>Null where the code does what the history says; otherwise the first step where it doesn't.</summary>
    public static Divergence? Run(OrchestrationExecutor executor, ExportedHistory history)
    {
        var run = executor.Begin();
        foreach (var turn in HistoryOrder.Turns(history.History))
        {
            try
            {
                var recorded = turn.Where(Confirmation.IsRecord).ToList();
                var result = run.Turn([
                    .. turn.Where(e => !Confirmation.IsRecord(e) && e is not OrchestratorCompleted),
                ]);
                var actions = result.Actions.ToDictionary(a => a.Id);
                foreach (var e in recorded)
                {
                    Confirmation.Check(e, actions);
                    if (e is ExecutionCompleted then && CompareEnds(then, result.Completion!) is { } divergence)
                    {
                        return divergence;
                    }
                }
                Confirmation.CheckNothingLeft(actions);
            }
            catch (NonDeterministicOrchestrationException e)
            {
                return new Divergence(e.Step, e.Expected, e.Found);
            }
            catch (OrchestrationVersionException e)
            {
                return new Divergence(0, "code of its version", e.Message);
            }
        }
        return null;
    }

    private static Divergence? CompareEnds(ExecutionCompleted then, CompleteOrchestrationAction now)
    {
        if (then.FailureDetails?.ErrorType != now.FailureDetails?.ErrorType)
        {
            return new Divergence(
                now.Id,
                $"a failure of type '{then.FailureDetails?.ErrorType}'",
                $"a failure of type '{now.FailureDetails?.ErrorType}'"
            );
        }
        return Same(then, now) ? null : new Divergence(now.Id, $"the result {then.Result}", $"the result {now.Result}");
    }

    // A failure's result is a message, not JSON.
    private static bool Same(ExecutionCompleted then, CompleteOrchestrationAction now) =>
        then.Result == now.Result
        || (
            then.FailureDetails is null
            && then.Result is { } before
            && now.Result is { } after
            && JsonNode.DeepEquals(JsonNode.Parse(before), JsonNode.Parse(after))
        );
}

/// <summary>Where code first does something else than the history says.</summary>
/// <param name="Step">Id of the step, counted from 0.</param>
/// <param name="Expected">What the history says.</param>
/// <param name="Found">What the code does.</param>
public sealed record Divergence(int Step, string Expected, string Found);
