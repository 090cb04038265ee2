using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Durable;

public sealed class HistoryRewindTests
{
    private static readonly DateTime T0 = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>Runs an orchestrator over turns until it fails; what each turn is told is given, what it asks for is recorded.</summary>
    private static (OrchestrationExecutor Executor, List<HistoryEvent[]> Batches) Fail(
        Func<TaskOrchestrationContext, Task<int>> code,
        params HistoryEvent[][] told
    )
    {
        var registry = new DurableTaskRegistry().AddOrchestratorFunc<object?, int>(
            "Flow",
            (context, _) => code(context)
        );
        var executor = new OrchestrationExecutor(registry, new ServiceCollection().BuildServiceProvider());
        var past = new List<HistoryEvent>();
        var batches = new List<HistoryEvent[]>();
        foreach (var news in told.Prepend([new ExecutionStarted("Flow", "wf_1", "1")]))
        {
            List<HistoryEvent> turn = [new OrchestratorStarted { Timestamp = T0.AddMinutes(batches.Count) }, .. news];
            foreach (var action in executor.Execute(past, turn).Actions)
            {
                turn.Add(
                    (HistoryEvent)(
                        action switch
                        {
                            ScheduleTaskAction a => new TaskScheduled(a.Name) { EventId = a.Id },
                            SendEventAction a => new EventSent(a.InstanceId, a.Name) { EventId = a.Id },
                            CreateTimerAction a => new TimerCreated(a.FireAt) { EventId = a.Id },
                            CompleteOrchestrationAction a => new ExecutionCompleted(a.OrchestrationStatus)
                            {
                                EventId = a.Id,
                            },
                            _ => throw new NotSupportedException(action.ToString()),
                        }
                    )
                );
            }
            turn.Add(new OrchestratorCompleted());
            past.AddRange(turn);
            batches.Add([.. turn]);
        }
        Assert.Contains(
            batches[^1],
            e => e is ExecutionCompleted { OrchestrationStatus: OrchestrationRuntimeStatus.Failed }
        );
        return (executor, batches);
    }

    private static TaskFailed Failed(int step) => new(step, new TaskFailureDetails("Broken", "is broken"));

    private static int[] FailuresLeft(HistoryRewind rewind) =>
        [.. rewind.Batches.SelectMany(batch => batch).OfType<TaskFailed>().Select(failed => failed.TaskScheduledId)];

    [Fact]
    public void All_failures_that_nobody_reacted_to_go_at_once()
    {
        var (executor, batches) = Fail(
            async context =>
                (
                    await Task.WhenAll(
                        context.CallActivityAsync<int>("A"),
                        context.CallActivityAsync<int>("B"),
                        context.CallActivityAsync<int>("C")
                    )
                ).Sum(),
            [Failed(0)],
            [new TaskCompleted(1, "1")],
            [Failed(2)]
        );

        var rewind = HistoryRewind.Of(executor, batches);

        Assert.Empty(FailuresLeft(rewind));
        Assert.Empty(rewind.Again);
        Assert.Contains(rewind.Batches[2], e => e is TaskCompleted);
    }

    [Fact]
    public void A_compensated_failure_stays_beside_two_that_go()
    {
        var (executor, batches) = Fail(
            async context =>
            {
                try
                {
                    await context.CallActivityAsync<int>("Reserve");
                }
                catch (TaskFailedException)
                {
                    await context.CallActivityAsync<int>("Release");
                }
                var both = await Task.WhenAll(context.CallActivityAsync<int>("A"), context.CallActivityAsync<int>("B"));
                return both.Sum();
            },
            [Failed(0)],
            [new TaskCompleted(1, "1")],
            [Failed(2), Failed(3)]
        );

        Assert.Equal([0], FailuresLeft(HistoryRewind.Of(executor, batches)));
    }

    [Fact]
    public void What_was_sent_before_the_failure_is_not_sent_again()
    {
        var (executor, batches) = Fail(
            async context =>
            {
                var step = context.CallActivityAsync<int>("A");
                await context.CallActivityAsync<int>("B");
                context.SendEvent("wf_2", "progress", 1);
                return await step;
            },
            [Failed(0), new TaskCompleted(1, "1")]
        );

        var rewind = HistoryRewind.Of(executor, batches);

        Assert.Empty(rewind.Again);
        Assert.Contains(rewind.Batches[^1], e => e is EventSent);
        Assert.Empty(FailuresLeft(rewind));
    }

    [Fact]
    public void A_failure_of_the_code_itself_takes_the_last_turn_back_and_tells_it_again()
    {
        var (executor, batches) = Fail(
            async context => 10 / await context.CallActivityAsync<int>("A"),
            [new EventRaised("early", "1"), new TaskCompleted(0, "0")]
        );

        var rewind = HistoryRewind.Of(executor, batches);

        Assert.Single(rewind.Batches);
        Assert.Collection(rewind.Again, e => Assert.IsType<EventRaised>(e), e => Assert.IsType<TaskCompleted>(e));
    }

    [Fact]
    public void One_that_failed_in_its_first_turn_begins_anew()
    {
        var (executor, batches) = Fail(_ => throw new InvalidOperationException("from the start"));

        var rewind = HistoryRewind.Of(executor, batches);

        Assert.Empty(rewind.Batches);
        Assert.Empty(rewind.Again);
    }

    [Fact]
    public void Of_retries_only_the_last_try_goes()
    {
        var retry = new TaskOptions(new RetryPolicy(3, TimeSpan.FromMinutes(1)));
        var (executor, batches) = Fail(
            context => context.CallActivityAsync<int>("A", null, retry),
            [Failed(0)],
            [new TimerFired(T0.AddMinutes(2), 1)],
            [Failed(2)],
            [new TimerFired(T0.AddMinutes(5), 3)],
            [Failed(4)]
        );

        Assert.Equal([0, 2], FailuresLeft(HistoryRewind.Of(executor, batches)));
    }
}
