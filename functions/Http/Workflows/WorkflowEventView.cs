using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Functions.Http.Workflows;

/// <summary>One event of a workflow's history as developers look at it.</summary>
internal sealed record WorkflowEventView(
    [property: Description("Place in the history, from 0.")] int Index,
    string Type,
    DateTimeOffset At,
    [property: Description("The step that the event asks for or answers, from 0.")] int? Step,
    [property: Description("Name of the activity, workflow or event.")] string? Name,
    [property: Description("The other workflow, where there is one.")] string? InstanceId,
    [property: Description("When a timer is due.")] DateTimeOffset? FireAt,
    [property: Description("Reason or result of an intervention or end.")] string? Detail,
    WorkflowFailure? Failure,
    [property: Description("What a step was given or returned; with payloads=true.")] JsonNode? Payload
)
{
    public static WorkflowEventView From(int index, HistoryEvent e, bool payloads)
    {
        var view = new WorkflowEventView(
            index,
            HistoryEventTypes.Of(e),
            new DateTimeOffset(DateTime.SpecifyKind(e.Timestamp, DateTimeKind.Utc)),
            e.EventId >= 0 ? e.EventId : null,
            null,
            null,
            null,
            null,
            null,
            null
        );
        var (filled, payload) = Fill(view, e);
        return payloads ? filled with { Payload = WorkflowView.Parse(payload) } : filled;
    }

    private static (WorkflowEventView View, string? Payload) Fill(WorkflowEventView v, HistoryEvent e) =>
        e switch
        {
            ExecutionStarted s => (v with { Name = s.Name, InstanceId = s.ParentInstance?.InstanceId }, s.Input),
            TaskScheduled s => (v with { Name = s.Name }, s.Input),
            TaskCompleted s => (v with { Step = s.TaskScheduledId }, s.Result),
            TaskFailed s => (Failed(v, s.TaskScheduledId, s.FailureDetails), null),
            SubOrchestrationCreated s => (v with { Name = s.Name, InstanceId = s.InstanceId }, s.Input),
            SubOrchestrationCompleted s => (v with { Step = s.TaskScheduledId }, s.Result),
            SubOrchestrationFailed s => (Failed(v, s.TaskScheduledId, s.FailureDetails), null),
            TimerCreated s => (v with { FireAt = Utc(s.FireAt) }, null),
            TimerFired s => (v with { Step = s.TimerId, FireAt = Utc(s.FireAt) }, null),
            EventSent s => (v with { Name = s.Name, InstanceId = s.InstanceId }, s.Input),
            EventRaised s => (v with { Name = s.Name }, s.Input),
            ExecutionTerminated s => (v, s.Input),
            ExecutionSuspended s => (v with { Detail = s.Input }, null),
            ExecutionResumed s => (v with { Detail = s.Input }, null),
            ExecutionRewound s => (v with { Detail = s.Reason }, null),
            ContinueAsNew s => (v, s.Input),
            ExecutionCompleted s => (
                v with
                {
                    Detail = s.OrchestrationStatus.ToString().ToLowerInvariant(),
                    Failure = WorkflowFailure.From(s.FailureDetails),
                },
                s.FailureDetails is null ? s.Result : null
            ),
            _ => (v, null),
        };

    private static WorkflowEventView Failed(WorkflowEventView v, int step, TaskFailureDetails details) =>
        v with
        {
            Step = step,
            Failure = WorkflowFailure.From(details),
        };

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
