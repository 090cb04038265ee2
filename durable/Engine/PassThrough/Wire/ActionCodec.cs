using IntegrationFunctions.Durable.History;
using Case = IntegrationFunctions.Durable.PassThrough.Wire.OrchestratorAction.OrchestratorActionTypeOneofCase;

namespace IntegrationFunctions.Durable.PassThrough.Wire;

/// <summary>Orchestrator actions from and to the wire: the five that the extension takes.</summary>
internal static class ActionCodec
{
    public static OrchestratorAction ToWire(History.OrchestratorAction action)
    {
        var wire = new OrchestratorAction { Id = action.Id };
        switch (action)
        {
            case History.ScheduleTaskAction a:
                wire.ScheduleTask = new ScheduleTaskAction
                {
                    Name = a.Name,
                    Version = a.Version,
                    Input = a.Input,
                };
                break;
            case History.CreateSubOrchestrationAction a:
                wire.CreateSubOrchestration = new CreateSubOrchestrationAction
                {
                    InstanceId = a.InstanceId,
                    Name = a.Name,
                    Version = a.Version,
                    Input = a.Input,
                };
                break;
            case History.CreateTimerAction a:
                wire.CreateTimer = new CreateTimerAction { FireAt = WireValues.ToWire(a.FireAt) };
                break;
            case History.SendEventAction a:
                wire.SendEvent = new SendEventAction
                {
                    Instance = new OrchestrationInstance { InstanceId = a.InstanceId },
                    Name = a.Name,
                    Data = a.Data,
                };
                break;
            case History.CompleteOrchestrationAction a:
                wire.CompleteOrchestration = new CompleteOrchestrationAction
                {
                    OrchestrationStatus = (OrchestrationStatus)a.OrchestrationStatus,
                    Result = a.Result,
                    FailureDetails = WireValues.ToWire(a.FailureDetails),
                };
                wire.CompleteOrchestration.CarryoverEvents.AddRange(
                    (a.CarryoverEvents ?? []).Select(EventCodec.ToWire)
                );
                break;
            default:
                throw new NotSupportedException($"The Durable Task wire has no action '{action.GetType().Name}'.");
        }
        return wire;
    }

    /// <exception cref="FormatException">An action that orchestrators of ours never ask for.</exception>
    public static History.OrchestratorAction FromWire(OrchestratorAction wire) =>
        wire.OrchestratorActionTypeCase switch
        {
            Case.ScheduleTask => new History.ScheduleTaskAction(
                wire.Id,
                wire.ScheduleTask.Name,
                wire.ScheduleTask.Version,
                wire.ScheduleTask.Input
            ),
            Case.CreateSubOrchestration => new History.CreateSubOrchestrationAction(
                wire.Id,
                wire.CreateSubOrchestration.InstanceId,
                wire.CreateSubOrchestration.Name,
                wire.CreateSubOrchestration.Version,
                wire.CreateSubOrchestration.Input
            ),
            Case.CreateTimer => new History.CreateTimerAction(wire.Id, WireValues.FromWire(wire.CreateTimer.FireAt)),
            Case.SendEvent => new History.SendEventAction(
                wire.Id,
                wire.SendEvent.Instance?.InstanceId ?? "",
                wire.SendEvent.Name,
                wire.SendEvent.Data
            ),
            Case.CompleteOrchestration => new History.CompleteOrchestrationAction(
                wire.Id,
                (OrchestrationRuntimeStatus)wire.CompleteOrchestration.OrchestrationStatus,
                wire.CompleteOrchestration.Result,
                WireValues.FromWire(wire.CompleteOrchestration.FailureDetails),
                wire.CompleteOrchestration.CarryoverEvents.Count == 0
                    ? null
                    :
                    [
                        .. wire
                            .CompleteOrchestration.CarryoverEvents.Select(EventCodec.FromWire)
                            .OfType<History.HistoryEvent>(),
                    ]
            ),
            var kind => throw new FormatException(
                $"Action {wire.Id} is of the kind '{kind}', which is not spoken here."
            ),
        };
}
