using Google.Protobuf.WellKnownTypes;
using IntegrationFunctions.Durable.PassThrough.Wire;

namespace IntegrationFunctions.Tests.Support.DurableExtension;

/// <summary>The history events that the stand-in writes for actions.</summary>
internal static class HubEvents
{
    public static Timestamp Time(DateTime utc) => Timestamp.FromDateTime(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    /// <summary>What stands in the history for an action; the action's id is the event's.</summary>
    public static HistoryEvent Of(OrchestratorAction action, DateTime now)
    {
        var e = new HistoryEvent { EventId = action.Id, Timestamp = Time(now) };
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                var task = action.ScheduleTask;
                e.TaskScheduled = new()
                {
                    Name = task.Name,
                    Version = task.Version,
                    Input = task.Input,
                };
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                var sub = action.CreateSubOrchestration;
                e.SubOrchestrationInstanceCreated = new()
                {
                    InstanceId = sub.InstanceId,
                    Name = sub.Name,
                    Version = sub.Version,
                    Input = sub.Input,
                };
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                e.TimerCreated = new() { FireAt = action.CreateTimer.FireAt };
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                e.EventSent = new()
                {
                    InstanceId = action.SendEvent.Instance.InstanceId,
                    Name = action.SendEvent.Name,
                    Input = action.SendEvent.Data,
                };
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                var end = action.CompleteOrchestration;
                e.ExecutionCompleted = new()
                {
                    OrchestrationStatus = end.OrchestrationStatus,
                    Result = end.Result,
                    FailureDetails = end.FailureDetails,
                };
                break;
            default:
                throw new InvalidOperationException(
                    $"Unknown orchestrator action '{action.OrchestratorActionTypeCase}'."
                );
        }
        return e;
    }
}
