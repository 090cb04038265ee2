using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Tests.Unit.Durable;

public sealed class OrchestrationExecutorTests
{
    private static readonly TaskFailureDetails Busy = new("busy", "The other side is busy.");

    [Fact]
    public void A_retry_is_a_timer_and_then_the_step_again_under_ids_of_their_own()
    {
        var flow = new ExecutorFixture(
            (context, _) =>
                context.CallActivityAsync<string>(
                    "Step",
                    1,
                    new TaskOptions(new RetryPolicy(3, TimeSpan.FromSeconds(10), BackoffCoefficient: 2))
                )
        );

        Assert.Equal([new ScheduleTaskAction(0, "Step", null, "1")], flow.Start().Actions);
        Assert.Equal([new CreateTimerAction(1, At(flow, 1 + 10))], flow.Turn(new TaskFailed(0, Busy)).Actions);
        Assert.Equal([new ScheduleTaskAction(2, "Step", null, "1")], flow.Turn(new TimerFired(default, 1)).Actions);
        Assert.Equal([new CreateTimerAction(3, At(flow, 1 + 20))], flow.Turn(new TaskFailed(2, Busy)).Actions);
        Assert.Equal([new ScheduleTaskAction(4, "Step", null, "1")], flow.Turn(new TimerFired(default, 3)).Actions);
        var end = flow.Turn(new TaskFailed(4, Busy)).Completion!;

        Assert.Equal((5, OrchestrationRuntimeStatus.Failed), (end.Id, end.OrchestrationStatus));
        Assert.Equal("Task 'Step' (#4) failed: The other side is busy.", end.Result);
        Assert.Equal(Busy, end.FailureDetails!.InnerFailure);
    }

    [Fact]
    public void A_failure_that_is_marked_non_retriable_is_not_tried_again()
    {
        var flow = new ExecutorFixture(
            (context, _) =>
                context.CallActivityAsync<string>(
                    "Step",
                    null,
                    new TaskOptions(new RetryPolicy(9, TimeSpan.FromSeconds(1)))
                )
        );
        flow.Start();

        var end = flow.Turn(new TaskFailed(0, Busy with { IsNonRetriable = true })).Completion!;

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.OrchestrationStatus);
        Assert.True(end.FailureDetails!.IsNonRetriable);
    }

    [Fact]
    public void Retries_stop_when_their_time_is_over_and_waits_stop_growing_at_their_cap()
    {
        var policy = new RetryPolicy(
            99,
            TimeSpan.FromSeconds(10),
            10,
            TimeSpan.FromSeconds(30),
            TimeSpan.FromSeconds(3)
        );
        var flow = new ExecutorFixture((context, _) => context.CallActivityAsync<string>("Step", null, new(policy)));
        flow.Start();

        Assert.Equal([new CreateTimerAction(1, At(flow, 1 + 10))], flow.Turn(new TaskFailed(0, Busy)).Actions);
        flow.Turn(new TimerFired(default, 1));
        Assert.NotNull(flow.Turn(new TaskFailed(2, Busy)).Completion);
    }

    [Fact]
    public void A_retry_handler_decides_and_may_wait()
    {
        var asked = new List<(int, string)>();
        var flow = new ExecutorFixture(
            (context, _) =>
                context.CallActivityAsync<string>(
                    "Step",
                    null,
                    new TaskOptions(
                        new TaskRetryOptions(async retry =>
                        {
                            asked.Add((retry.LastAttemptNumber, retry.LastFailure.ErrorType));
                            await retry.Orchestration.CreateTimer(TimeSpan.FromSeconds(5), default);
                            return retry.LastAttemptNumber < 2;
                        })
                    )
                )
        );
        flow.Start();
        flow.Turn(new TaskFailed(0, Busy));
        Assert.Equal(2, Assert.IsType<ScheduleTaskAction>(flow.Turn(new TimerFired(default, 1)).Actions[0]).Id);
        flow.Turn(new TaskFailed(2, Busy));
        asked.Clear();

        Assert.NotNull(flow.Turn(new TimerFired(default, 3)).Completion);
        Assert.Equal([(1, "busy"), (2, "busy")], asked);
    }

    [Fact]
    public void An_event_that_comes_in_time_beats_its_timer()
    {
        var flow = new ExecutorFixture(
            (context, _) => context.WaitForExternalEvent<string>("go", TimeSpan.FromSeconds(60))
        );
        Assert.Equal([new CreateTimerAction(0, At(flow, 1 + 60))], flow.Start().Actions);

        Assert.Equal("\"yes\"", flow.Turn(new EventRaised("GO", "\"yes\"")).Completion!.Result);
    }

    [Fact]
    public void A_wait_that_was_given_up_does_not_swallow_the_event()
    {
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("go", TimeSpan.FromSeconds(1));
                }
                catch (TaskCanceledException)
                {
                    return "late: " + await context.WaitForExternalEvent<string>("go");
                }
            }
        );
        flow.Start();
        Assert.Empty(flow.Turn(new TimerFired(default, 0)).Actions);

        Assert.Equal("\"late: yes\"", flow.Turn(new EventRaised("go", "\"yes\"")).Completion!.Result);
    }

    [Fact]
    public void New_ids_are_the_same_at_every_replay_and_differ_from_each_other()
    {
        var seen = new List<string>();
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                seen.Add($"{context.NewGuid()} {context.NewGuid()}");
                return await context.CallActivityAsync<string>("Step");
            }
        );
        flow.Start();
        flow.Turn(new TaskCompleted(0, "\"x\""));

        Assert.Equal(2, seen.Count);
        Assert.Single(seen.Distinct());
        Assert.Equal(2, seen[0].Split(' ').Distinct().Count());
    }

    [Fact]
    public void Starting_anew_carries_over_what_nobody_looked_at_unless_told_not_to()
    {
        ExecutorFixture Flow(bool preserve) =>
            new(
                async (context, _) =>
                {
                    await context.WaitForExternalEvent<string>("a");
                    context.ContinueAsNew("next", preserve);
                    return "";
                }
            );
        HistoryEvent[] events = [new EventRaised("b", "1"), new EventRaised("a", "\"\""), new EventRaised("a", "2")];

        var kept = Flow(true).Start(events).Completion!;
        var dropped = Flow(false).Start(events[..2]).Completion!;

        Assert.Equal(OrchestrationRuntimeStatus.ContinuedAsNew, kept.OrchestrationStatus);
        Assert.Equal("\"next\"", kept.Result);
        Assert.Equal(["b", "a"], kept.CarryoverEvents!.Cast<EventRaised>().Select(e => e.Name));
        Assert.Null(dropped.CarryoverEvents);
    }

    [Fact]
    public void Nothing_moves_while_it_is_suspended_but_an_end_from_outside_does_it()
    {
        var flow = new ExecutorFixture((context, _) => context.CallActivityAsync<string>("Step"));
        flow.Start(new ExecutionSuspended("hold"));
        var held = flow.Turn(new TaskCompleted(0, "\"x\""));
        Assert.True(held.IsSuspended);
        Assert.Empty(held.Actions);

        Assert.Equal("\"stop\"", flow.Turn(new ExecutionTerminated("\"stop\"")).Completion!.Result);
    }

    [Fact]
    public void What_came_while_it_was_suspended_is_taken_in_order_when_it_resumes()
    {
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                var first = await context.CallActivityAsync<string>("Step");
                return first + await context.WaitForExternalEvent<string>("go");
            }
        );
        flow.Start(new ExecutionSuspended());
        flow.Turn(new TaskCompleted(0, "\"x\""));
        flow.Turn(new EventRaised("go", "\"y\""));

        Assert.Equal("\"xy\"", flow.Turn(new ExecutionResumed()).Completion!.Result);
    }

    [Fact]
    public void Code_that_asks_for_something_else_than_it_did_is_named()
    {
        var flow = new ExecutorFixture((context, _) => context.CallActivityAsync<string>("Old"));
        flow.Start();
        flow.Code = (context, _) => context.CallActivityAsync<string>("New");

        var end = flow.Turn(new TaskCompleted(0, "\"x\"")).Completion!;

        Assert.Equal(typeof(NonDeterministicOrchestrationException).FullName, end.FailureDetails!.ErrorType);
        Assert.StartsWith(
            "Step #0 does not match the history: the history says activity 'Old', the code does activity 'New'.",
            end.Result,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Code_that_asks_for_less_or_more_than_it_did_is_named()
    {
        var less = new ExecutorFixture((context, _) => context.CallActivityAsync<string>("Old"));
        less.Start();
        less.Code = (context, _) => context.WaitForExternalEvent<string>("go");
        var more = new ExecutorFixture((context, _) => context.WaitForExternalEvent<string>("go"));
        more.Start();
        more.Code = (context, _) => context.CallActivityAsync<string>("New");

        Assert.Contains(
            "the code does nothing",
            less.Turn(new EventRaised("go")).Completion!.Result,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "the history says nothing, the code does activity 'New'",
            more.Turn(new EventRaised("go")).Completion!.Result,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Waiting_for_something_that_is_not_the_contexts_is_found_out()
    {
        var never = new TaskCompletionSource<string>();
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                await context.CallActivityAsync<string>("Step");
                return await never.Task;
            }
        );
        flow.Start();

        var end = flow.Turn(new TaskCompleted(0, "\"x\"")).Completion!;

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.OrchestrationStatus);
        Assert.Contains("after 'Step' (#0)", end.Result, StringComparison.Ordinal);
        Assert.Contains("not its context's", end.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_context_refuses_calls_from_another_thread()
    {
        TaskOrchestrationContext? leaked = null;
        var flow = new ExecutorFixture(
            (context, _) =>
            {
                leaked = context;
                return context.WaitForExternalEvent<string>("go");
            }
        );
        flow.Start();

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => leaked!.CallActivityAsync("Step"));
        Assert.Contains("CallActivityAsync('Step')", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replaying_is_told_from_running()
    {
        var seen = new List<bool>();
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                seen.Add(context.IsReplaying);
                var x = await context.CallActivityAsync<string>("Step");
                seen.Add(context.IsReplaying);
                return x;
            }
        );
        flow.Start();
        flow.Turn(new TaskCompleted(0, "\"x\""));

        Assert.Equal([false, true, false], seen);
    }

    [Fact]
    public void Continuations_of_every_kind_run_in_turn_and_in_order()
    {
        var order = new List<string>();
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                var a = context
                    .CallActivityAsync<string>("A")
                    .ContinueWith(t => order.Add(t.Result), TaskScheduler.Current);
                var b = context.CallActivityAsync<string>("B");
                await Task.WhenAny(a, b);
                order.Add("any");
                await Task.Yield();
                order.Add("yield");
                await Task.WhenAll(a, b);
                return string.Join(",", order);
            }
        );
        flow.Start();

        var end = flow.Turn(new TaskCompleted(1, "\"b\""), new TaskCompleted(0, "\"a\"")).Completion!;

        Assert.Equal("\"any,yield,a\"", end.Result);
    }

    [Fact]
    public void Long_timers_are_made_of_several_where_the_backend_wants_it()
    {
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                await context.CreateTimer(TimeSpan.FromDays(4), default);
                return "done";
            },
            maximumTimer: TimeSpan.FromDays(3)
        );
        var first = Assert.IsType<CreateTimerAction>(flow.Start().Actions[0]);
        Assert.Equal(flow.Now.AddDays(3), first.FireAt);
        var end = flow.Now.AddDays(4);
        flow.Now = first.FireAt;

        Assert.Equal([new CreateTimerAction(1, end)], flow.Turn(new TimerFired(first.FireAt, 0)).Actions);
        Assert.NotNull(flow.Turn(new TimerFired(end, 1)).Completion);
    }

    [Fact]
    public void Input_that_does_not_fit_fails_with_a_clear_message()
    {
        var flow = new ExecutorFixture((_, _) => Task.FromResult(""));

        var end = flow.Turn(ExecutorFixture.Started with { Input = "{\"a\":1}" }).Completion!;

        Assert.StartsWith(
            "The input of orchestrator 'Flow' can't be read as String:",
            end.Result,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_answer_that_comes_twice_counts_once()
    {
        var flow = new ExecutorFixture(
            async (context, _) =>
                await context.CallActivityAsync<string>("A") + await context.CallActivityAsync<string>("B")
        );
        flow.Start();
        flow.Turn(new TaskCompleted(0, "\"x\""), new TaskCompleted(0, "\"again\""));

        Assert.Equal("\"xy\"", flow.Turn(new TaskCompleted(1, "\"y\"")).Completion!.Result);
    }

    // Each turn takes the fixture's clock on by a second: that is the 1 in the sums above.
    private static DateTime At(ExecutorFixture flow, int seconds) => flow.Now.AddSeconds(seconds);
}
