using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.PassThrough.Envelopes;

/// <summary>
/// Envelopes around what the extension keeps. They are taken off before the executor sees an event and put on after it has asked for an action.
/// Replay stays the same at every turn, because both are functions of the history alone, and because the executor compares steps by
/// kind, id and name, never by input.
/// </summary>
internal static class EventEnvelopes
{
    /// <summary>The event without its envelope; one that has none stays as it is.</summary>
    public static HistoryEvent Open(HistoryEvent e)
    {
        switch (e)
        {
            case ExecutionStarted started:
                return InstanceEnvelope.Open(started);
            case TaskCompleted done when ActivityAnswer.Read(done.Result) is { } answer:
                return answer.Ok
                    ? done with
                    {
                        Result = answer.Value,
                    }
                    : new TaskFailed(done.TaskScheduledId, answer.Error!.ToDetails())
                    {
                        EventId = done.EventId,
                        Timestamp = done.Timestamp,
                    };
            case SubOrchestrationCreated created when InstanceEnvelope.Read(created.Input) is { } envelope:
                return created with { Input = envelope.Input, Tags = envelope.Tags ?? created.Tags };
            case TaskScheduled task when ReadCall(task.Input) is { } call:
                return task with { Input = call.Input };
            case ExecutionCompleted end when FailureEnvelope.Read(end.Result) is { } failure:
                return end with { Result = failure.ErrorMessage, FailureDetails = failure };
            case ExecutionCompleted { OrchestrationStatus: OrchestrationRuntimeStatus.ContinuedAsNew } end
                when InstanceEnvelope.Read(end.Result) is { } next:
                return end with { Result = next.Input };
            default:
                return e;
        }
    }

    /// <summary>The action as the extension is to see it.</summary>
    public static OrchestratorAction Close(OrchestratorAction action, ExecutionStarted started) =>
        action switch
        {
            ScheduleTaskAction task => task with
            {
                Input = new ActivityEnvelope(
                    started.InstanceId,
                    started.ExecutionId,
                    task.Id,
                    task.Input,
                    started.ParentTraceContext?.TraceParent
                ).Write(),
            },
            CreateSubOrchestrationAction sub => sub with
            {
                Input = new InstanceEnvelope(started.Tags, started.InstanceId, sub.Version, sub.Input).Write(),
            },
            CompleteOrchestrationAction { OrchestrationStatus: OrchestrationRuntimeStatus.ContinuedAsNew } next =>
                next with
                {
                    Result = new InstanceEnvelope(
                        started.Tags,
                        started.ParentInstance?.InstanceId,
                        started.Version,
                        next.Result
                    ).Write(),
                },
            CompleteOrchestrationAction { FailureDetails: { } failure } end => end with
            {
                Result = FailureEnvelope.Write(failure),
            },
            _ => action,
        };

    private static ActivityEnvelope? ReadCall(string? input)
    {
        try
        {
            return input is null ? null : ActivityEnvelope.Read(input);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
