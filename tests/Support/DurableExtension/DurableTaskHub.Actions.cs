using System.Text.Json;
using IntegrationFunctions.Durable.PassThrough.Wire;
using ActionCase = IntegrationFunctions.Durable.PassThrough.Wire.OrchestratorAction.OrchestratorActionTypeOneofCase;

namespace IntegrationFunctions.Tests.Support.DurableExtension;

internal sealed partial class DurableTaskHub
{
    private void Apply(HubInstance instance, OrchestratorResponse response, List<HistoryEvent> added)
    {
        instance.UpdatedAt = Now;
        instance.CustomStatus = response.CustomStatus;
        var held = added.LastOrDefault(e => e.ExecutionSuspended is not null || e.ExecutionResumed is not null);
        if (held is not null || instance.Status != OrchestrationStatus.Suspended)
        {
            instance.Status = held?.ExecutionSuspended is not null
                ? OrchestrationStatus.Suspended
                : OrchestrationStatus.Running;
        }
        CompleteOrchestrationAction? end = null;
        foreach (var action in response.Actions)
        {
            instance.History.Add(HubEvents.Of(action, Now));
            switch (action.OrchestratorActionTypeCase)
            {
                case ActionCase.ScheduleTask:
                    instance.Activities.Add(action.Id, action.ScheduleTask);
                    Run(instance, action.Id, action.ScheduleTask);
                    break;
                case ActionCase.CreateTimer:
                    var fireAt = action.CreateTimer.FireAt.ToDateTime();
                    instance.Timers.Add(action.Id, fireAt);
                    Arm(instance, action.Id, fireAt);
                    break;
                case ActionCase.CreateSubOrchestration:
                    StartSub(instance, action.Id, action.CreateSubOrchestration);
                    break;
                case ActionCase.SendEvent:
                    var send = action.SendEvent;
                    if (_instances.TryGetValue(send.Instance.InstanceId, out var target) && !target.HasEnded)
                    {
                        Post(
                            target,
                            new()
                            {
                                EventId = -1,
                                EventRaised = new() { Name = send.Name, Input = send.Data },
                            }
                        );
                    }
                    break;
                case ActionCase.CompleteOrchestration:
                    end = action.CompleteOrchestration;
                    break;
            }
        }
        instance.History.Add(Stamp(new HistoryEvent { EventId = -1, OrchestratorCompleted = new() }, Now));
        if (end is { OrchestrationStatus: OrchestrationStatus.ContinuedAsNew })
        {
            Renew(instance, end);
        }
        else if (end is not null)
        {
            End(instance, end.OrchestrationStatus, end.Result, end.FailureDetails);
        }
    }

    // The extension's words, and no details: neither clients nor a parent are told more.
    private void FailForGood(HubInstance instance)
    {
        var message = $"Function '{instance.Name}' failed with an unhandled exception.";
        instance.UpdatedAt = Now;
        var end = new ExecutionCompletedEvent { OrchestrationStatus = OrchestrationStatus.Failed, Result = message };
        instance.History.Add(Stamp(new HistoryEvent { EventId = -1, ExecutionCompleted = end }, Now));
        instance.History.Add(Stamp(new HistoryEvent { EventId = -1, OrchestratorCompleted = new() }, Now));
        End(instance, OrchestrationStatus.Failed, message, null);
    }

    private void Renew(HubInstance instance, CompleteOrchestrationAction end)
    {
        instance.ExecutionId = Guid.NewGuid().ToString("N");
        instance.Input = end.Result;
        instance.History.Clear();
        instance.Activities.Clear();
        instance.Timers.Clear();
        instance.Inbox.InsertRange(
            0,
            [
                Stamp(new HistoryEvent { EventId = -1, ExecutionStarted = instance.Started() }, Now),
                .. end.CarryoverEvents,
            ]
        );
    }

    private void End(HubInstance instance, OrchestrationStatus status, string? output, TaskFailureDetails? failure)
    {
        instance.Status = status;
        instance.Output = output;
        instance.Failure = failure;
        instance.Activities.Clear();
        instance.Timers.Clear();
        instance.Inbox.Clear();
        instance.End.TrySetResult();
        if (
            instance.Parent is not { } parent
            || !_instances.TryGetValue(parent.OrchestrationInstance.InstanceId, out var waiting)
            || waiting.HasEnded
            || waiting.ExecutionId != parent.OrchestrationInstance.ExecutionId
        )
        {
            return;
        }
        var answer = new HistoryEvent { EventId = -1 };
        if (status == OrchestrationStatus.Completed)
        {
            answer.SubOrchestrationInstanceCompleted = new()
            {
                TaskScheduledId = parent.TaskScheduledId,
                Result = output,
            };
        }
        else
        {
            answer.SubOrchestrationInstanceFailed = new()
            {
                TaskScheduledId = parent.TaskScheduledId,
                FailureDetails = failure,
            };
        }
        Post(waiting, answer);
    }

    private void StartSub(HubInstance parent, int id, CreateSubOrchestrationAction sub)
    {
        if (_instances.TryGetValue(sub.InstanceId, out var existing) && !existing.HasEnded)
        {
            var taken = new TaskFailureDetails { ErrorType = "AlreadyExists", ErrorMessage = sub.InstanceId };
            Post(
                parent,
                new()
                {
                    EventId = -1,
                    SubOrchestrationInstanceFailed = new() { TaskScheduledId = id, FailureDetails = taken },
                }
            );
            return;
        }
        Add(
            new HubInstance(sub.InstanceId, sub.Name, sub.Input, Now)
            {
                Version = sub.Version,
                Parent = new ParentInstanceInfo
                {
                    TaskScheduledId = id,
                    Name = parent.Name,
                    Version = parent.Version,
                    OrchestrationInstance = new() { InstanceId = parent.Id, ExecutionId = parent.ExecutionId },
                },
                Trace = parent.Trace,
            }
        );
    }

    private void Add(HubInstance instance)
    {
        _instances[instance.Id] = instance;
        Post(instance, new HistoryEvent { EventId = -1, ExecutionStarted = instance.Started() });
    }

    private void Run(HubInstance instance, int id, ScheduleTaskAction task)
    {
        if (_running is not { } generation)
        {
            return;
        }
        var execution = instance.ExecutionId;
        var token = generation.Token;
        var work = Task.Run(
            async () =>
            {
                var answer = await CallAsync(id, task, token);
                lock (_lock)
                {
                    // After a crash nobody is there to take the answer: the message is handed out again.
                    if (_running == generation && instance.ExecutionId == execution && instance.Activities.Remove(id))
                    {
                        Post(instance, answer);
                    }
                }
            },
            CancellationToken.None
        );
        _activities.Add(work);
        _ = work.ContinueWith(
            done =>
            {
                lock (_lock)
                {
                    _activities.Remove(done);
                }
            },
            TaskScheduler.Default
        );
    }

    private async Task<HistoryEvent> CallAsync(int id, ScheduleTaskAction task, CancellationToken token)
    {
        try
        {
            var input = HostRewriting.Rewrite(task.Input ?? "null");
            // A JSON object goes into the envelope as it is, anything else as a string that holds its JSON.
            var data = input.StartsWith('{') ? input : JsonSerializer.Serialize(input);
            var result = HostRewriting.Rewrite(await invoke(task.Name, "input", data, token));
            return new HistoryEvent
            {
                EventId = -1,
                TaskCompleted = new() { TaskScheduledId = id, Result = result },
            };
        }
        catch (Exception)
        {
            // What went wrong does not get through: neither its type nor its mark.
            return new HistoryEvent
            {
                EventId = -1,
                TaskFailed = new()
                {
                    TaskScheduledId = id,
                    FailureDetails = new()
                    {
                        ErrorType = "Microsoft.Azure.WebJobs.Host.FunctionInvocationException",
                        ErrorMessage = $"Exception while executing function: Functions.{task.Name}",
                    },
                },
            };
        }
    }
}
