using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Unit.Durable;

/// <summary>Plays the backend by hand: keeps the history, a second a turn, and replays all of it each time.</summary>
internal sealed class ExecutorFixture
{
    private readonly OrchestrationExecutor _executor;
    private readonly List<HistoryEvent> _past = [];

    public ExecutorFixture(
        Func<TaskOrchestrationContext, string, Task<string>> code,
        TimeSpan? maximumTimer = null,
        ILoggerFactory? loggers = null
    )
    {
        Code = code;
        var registry = new DurableTaskRegistry();
        registry.AddOrchestratorFunc<string, string>("Flow", (context, input) => Code(context, input));
        _executor = new OrchestrationExecutor(
            registry,
            new ServiceCollection().BuildServiceProvider(),
            loggers,
            maximumTimer
        );
    }

    public Func<TaskOrchestrationContext, string, Task<string>> Code { get; set; }

    public DateTime Now { get; set; } = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    public static ExecutionStarted Started { get; } = new("Flow", "instance", "execution", Input: "\"in\"");

    public ExecutionResult Start(params HistoryEvent[] more) => Turn([Started, .. more]);

    public ExecutionResult Turn(params HistoryEvent[] events)
    {
        Now = Now.AddSeconds(1);
        List<HistoryEvent> batch =
        [
            new OrchestratorStarted { Timestamp = Now },
            .. events.Select(e => e with { Timestamp = Now }),
        ];
        var result = _executor.Execute(_past, batch);
        _past.AddRange(batch);
        _past.AddRange(result.Actions.Select(Record));
        _past.Add(new OrchestratorCompleted { Timestamp = Now });
        return result;
    }

    private HistoryEvent Record(OrchestratorAction action)
    {
        HistoryEvent e = action switch
        {
            ScheduleTaskAction a => new TaskScheduled(a.Name, a.Version, a.Input),
            CreateSubOrchestrationAction a => new SubOrchestrationCreated(a.InstanceId, a.Name, a.Version, a.Input),
            CreateTimerAction a => new TimerCreated(a.FireAt),
            SendEventAction a => new EventSent(a.InstanceId, a.Name, a.Data),
            CompleteOrchestrationAction a => new ExecutionCompleted(a.OrchestrationStatus, a.Result, a.FailureDetails),
            _ => throw new NotSupportedException(),
        };
        return e with { EventId = action.Id, Timestamp = Now };
    }
}
