using IntegrationFunctions.Durable.History;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.Executor;

/// <summary>
/// One execution of an orchestrator: its code, stopped where it waits, and what it has asked for. Fed with past events first and then, turn by
/// turn, with new ones.
/// </summary>
internal sealed class OrchestrationRun(OrchestrationExecutor executor)
{
    private readonly InlineScheduler _scheduler = new();
    private readonly Dictionary<int, OrchestratorAction> _actions = [];
    private readonly Dictionary<int, OpenStep> _open = [];
    private readonly Queue<HistoryEvent> _held = new();
    private OrchestrationContext? _context;
    private Task<object?>? _code;
    private List<HistoryEvent>? _carryover;
    private int _nextId;
    private string _lastStep = "the start";
    private bool _completed;
    private bool _failed;
    private OrchestrationVersionException? _rejection;

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool IsSuspended { get; private set; }

    public string? CustomStatus { get; set; }

    /// <summary>Whether it met what its history does not say, or is not to be run by this program.</summary>
    public bool IsBroken => _failed || _rejection is not null;

    public bool IsCompleted => _completed;

    /// <summary>Whether the code asked, during replay, for something that the history doesn't have; its end does not count.</summary>
    public bool AsksForMore => _actions.Values.Any(action => action is not CompleteOrchestrationAction);

    public ExternalEvents Events { get; } = new();

    public void Replay(IReadOnlyList<HistoryEvent> events)
    {
        IsReplaying = true;
        Feed(events);
        IsReplaying = false;
    }

    /// <exception cref="OrchestrationVersionException">The instance is left to a program that knows its version; nothing may be written.</exception>
    public ExecutionResult Turn(IReadOnlyList<HistoryEvent> events)
    {
        Feed(events);
        if (_rejection is not null)
        {
            throw _rejection;
        }
        if (!_completed && !IsSuspended && _code is not null)
        {
            FindForeignWaits();
        }
        if (_carryover is { Count: > 0 } && Completion() is { } completion)
        {
            _actions[completion.Id] = completion with { CarryoverEvents = _carryover };
        }
        OrchestratorAction[] actions = [.. _actions.Values];
        Array.Sort(actions, static (a, b) => a.Id.CompareTo(b.Id));
        _actions.Clear();
        return new ExecutionResult(actions, CustomStatus, IsSuspended);
    }

    public string VersionForSub(TaskName name, string? asked, string parentVersion) =>
        executor.Registry.VersionForSub(name, asked, parentVersion);

    public ILogger CreateLogger(string category) => executor.Loggers.CreateLogger(category);

    public void CheckThread(string member)
    {
        if (!_scheduler.IsCurrent)
        {
            throw new InvalidOperationException(
                $"{member} was called from outside the orchestrator's own flow, after an await of something that is not its context's. "
                    + "Await only tasks of the context, without ConfigureAwait(false); do everything else in an activity."
            );
        }
    }

    public void Act(Func<int, OrchestratorAction> create)
    {
        if (_completed)
        {
            return;
        }
        var id = _nextId++;
        _actions.Add(id, create(id));
    }

    public Task<T> Open<T>(StepKind kind, string name, Func<int, OrchestratorAction> create) =>
        OpenStep<T>(kind, name, create).Task;

    public Task OpenTimer(DateTime fireAt, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellation);
        }
        var step = OpenStep<object?>(StepKind.Timer, "timer", id => new CreateTimerAction(id, fireAt));
        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() =>
            {
                _open.Remove(step.Id);
                step.Cancel(cancellation);
            });
        }
        return step.Task;
    }

    private OpenStep<T> OpenStep<T>(StepKind kind, string name, Func<int, OrchestratorAction> create)
    {
        var step = new OpenStep<T>(_nextId, kind, name);
        if (!_completed)
        {
            _open.Add(step.Id, step);
            _lastStep = $"'{name}' (#{step.Id})";
        }
        Act(create);
        return step;
    }

    private void Feed(IReadOnlyList<HistoryEvent> events) =>
        _scheduler.Run(() =>
        {
            for (var i = 0; i < events.Count; i++)
            {
                var e = events[i];
                Guard(() => Take(e));
            }
        });

    private void Guard(Action work)
    {
        try
        {
            work();
            _scheduler.Drain();
            if (_code is { IsCompleted: true } && !_completed)
            {
                CompleteByCode(_code);
            }
        }
        catch (NonDeterministicOrchestrationException e)
        {
            FailNow(e);
        }
    }

    private void Take(HistoryEvent e)
    {
        if (IsBroken || (_completed && !IsReplaying))
        {
            TakeAfterEnd(e);
            return;
        }
        // While it is held, all that would let the code go on waits in order; what the code asked for before is still checked.
        if (
            IsSuspended
            && e
                is OrchestratorStarted
                    or ExecutionStarted
                    or EventRaised
                    or TimerFired
                    or TaskCompleted
                    or TaskFailed
                    or SubOrchestrationCompleted
                    or SubOrchestrationFailed
        )
        {
            _held.Enqueue(e);
            return;
        }
        switch (e)
        {
            case OrchestratorStarted:
                Now = DateTime.SpecifyKind(e.Timestamp, DateTimeKind.Utc);
                break;
            case ExecutionStarted started:
                Start(started);
                break;
            case EventRaised raised:
                Events.Raise(raised);
                break;
            case TaskCompleted done:
                Close(done.TaskScheduledId, StepKind.Activity)?.Complete(done.Result);
                break;
            case TaskFailed failed:
                Close(failed.TaskScheduledId, StepKind.Activity)?.Fail(failed.FailureDetails);
                break;
            case SubOrchestrationCompleted done:
                Close(done.TaskScheduledId, StepKind.SubOrchestration)?.Complete(done.Result);
                break;
            case SubOrchestrationFailed failed:
                Close(failed.TaskScheduledId, StepKind.SubOrchestration)?.Fail(failed.FailureDetails);
                break;
            case TimerFired fired:
                Close(fired.TimerId, StepKind.Timer)?.Complete(null);
                break;
            case ExecutionSuspended:
                IsSuspended = true;
                break;
            case ExecutionResumed:
                Resume();
                break;
            case ExecutionTerminated terminated:
                Complete(OrchestrationRuntimeStatus.Terminated, terminated.Input, null);
                break;
            case OrchestratorCompleted:
                Confirmation.CheckNothingLeft(_actions);
                break;
            default:
                Confirmation.Check(e, _actions);
                break;
        }
    }

    private void TakeAfterEnd(HistoryEvent e)
    {
        // What comes in the turn in which the execution starts anew belongs to the next one.
        if (
            Completion() is { OrchestrationStatus: OrchestrationRuntimeStatus.ContinuedAsNew }
            && e is EventRaised or ExecutionTerminated or ExecutionSuspended or ExecutionResumed
        )
        {
            (_carryover ??= []).Add(e);
        }
    }

    private void Start(ExecutionStarted started)
    {
        if (_context is not null)
        {
            return;
        }
        _context = new OrchestrationContext(this, started, executor.MaximumTimerInterval);
        try
        {
            var orchestrator = executor.Create(started.Name, started.Version ?? "");
            _code = orchestrator.RunAsync(_context, ReadInput(started, orchestrator.InputType));
        }
        catch (OrchestrationVersionException e) when (e.IsRejected)
        {
            _rejection = e;
        }
        catch (OrchestrationVersionException e)
        {
            // At once: what the history says was done by code that isn't here is not held against it.
            FailNow(e);
        }
        catch (Exception e)
        {
            _code = Task.FromException<object?>(e);
        }
    }

    private static object? ReadInput(ExecutionStarted started, Type type)
    {
        try
        {
            return DataConverter.Deserialize(started.Input, type);
        }
        catch (Exception e)
        {
            throw new ArgumentException(
                $"The input of orchestrator '{started.Name}' can't be read as {type.Name}: {e.Message}",
                e
            );
        }
    }

    private OpenStep? Close(int id, StepKind kind) =>
        _open.TryGetValue(id, out var step) && step.Kind == kind && _open.Remove(id) ? step : null;

    private void Resume()
    {
        if (!IsSuspended)
        {
            return;
        }
        IsSuspended = false;
        while (!IsSuspended && _held.TryDequeue(out var e))
        {
            var held = e;
            Guard(() => Take(held));
        }
    }

    private void FindForeignWaits()
    {
        if (_scheduler.SawForeignContinuation || (_open.Count == 0 && Events.Waiting == 0))
        {
            FailNow(
                new ForeignAwaitException(
                    $"The orchestrator '{_context!.Name}' waits, after {_lastStep}, for something that is not its context's (Task.Delay, I/O, "
                        + "another thread): nothing would ever wake it. Await only tasks of the context; do everything else in an activity."
                )
            );
        }
    }

    private void CompleteByCode(Task<object?> code)
    {
        if (code.IsCompletedSuccessfully)
        {
            if (_context!.Renewal is { } renewal)
            {
                if (renewal.PreserveEvents)
                {
                    (_carryover ??= []).AddRange(Events.Unprocessed());
                }
                Complete(OrchestrationRuntimeStatus.ContinuedAsNew, renewal.Input, null);
            }
            else
            {
                Complete(OrchestrationRuntimeStatus.Completed, DataConverter.Serialize(code.Result), null);
            }
            return;
        }
        var error = code.Exception?.InnerException ?? new TaskCanceledException(code);
        Complete(OrchestrationRuntimeStatus.Failed, error.Message, TaskFailureDetails.From(error));
    }

    private void FailNow(Exception e)
    {
        // Nothing of a turn that went wrong may be carried out.
        _actions.Clear();
        _completed = false;
        _failed = true;
        Complete(OrchestrationRuntimeStatus.Failed, e.Message, TaskFailureDetails.From(e));
    }

    private void Complete(OrchestrationRuntimeStatus status, string? result, TaskFailureDetails? failure)
    {
        if (!_completed)
        {
            Act(id => new CompleteOrchestrationAction(id, status, result, failure));
            _completed = true;
        }
    }

    private CompleteOrchestrationAction? Completion() =>
        _actions.GetValueOrDefault(_nextId - 1) as CompleteOrchestrationAction;
}

/// <summary>An orchestrator awaited something that no history event can complete.</summary>
internal sealed class ForeignAwaitException(string message) : InvalidOperationException(message), INonRetriable
{
    public bool IsNonRetriable => true;
}
