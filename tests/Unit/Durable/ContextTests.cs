using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;
using Microsoft.Extensions.Logging;
using Moq;

namespace IntegrationFunctions.Tests.Unit.Durable;

/// <summary>What the context tells and does, member by member, on the pure executor.</summary>
public sealed class ContextTests
{
    [Fact]
    public void The_context_says_who_and_when_it_is_and_whose()
    {
        var seen = "";
        var flow = new ExecutorFixture(
            async (context, input) =>
            {
                var (name, id, parent) = (context.Name, context.InstanceId, context.Parent);
                seen = $"{name} {id} {input} {parent?.Name} {parent?.InstanceId} {context.Version} {Second(context)}";
                await context.CallActivityAsync("Step");
                return $"{Second(context)}";
            }
        );
        var start = ExecutorFixture.Started with
        {
            Version = "1.2",
            ParentInstance = new ParentInstanceInfo(3, "Mother", "m1"),
        };
        flow.Turn(start);
        var end = flow.Turn(new TaskCompleted(0)).Completion!;

        Assert.Equal("Flow instance in Mother m1 1.2 1", seen);
        // The clock is the turn's: the first turn was a second in, the second two.
        Assert.Equal("\"2\"", end.Result);

        static int Second(TaskOrchestrationContext context) => context.CurrentUtcDateTime.Second;
    }

    [Fact]
    public void At_the_top_there_is_no_parent_and_no_version()
    {
        var flow = new ExecutorFixture(
            (context, _) =>
                Task.FromResult($"{context.Parent is null} '{context.Version}' {context.CurrentUtcDateTime.Kind}")
        );

        Assert.Equal(
            "\"True '' Utc\"",
            flow.Start().Completion!.Result!.Replace("\\u0027", "'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_sub_orchestration_gets_the_id_asked_for_or_one_that_is_the_same_at_every_replay()
    {
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                var named = context.CallSubOrchestratorAsync<string>("Sub", 1, new TaskOptions(InstanceId: "own"));
                var unnamed = context.CallSubOrchestratorAsync<string>("Sub", 2);
                return await named + await unnamed;
            }
        );

        var actions = flow.Start().Actions.Cast<CreateSubOrchestrationAction>().ToList();

        Assert.Equal(["own", Guid.Parse(FirstGuid).ToString("N")], actions.Select(a => a.InstanceId));
        Assert.Equal(["1", "2"], actions.Select(a => a.Input));
        flow.Turn(new SubOrchestrationCompleted(1, "\"b\""));
        Assert.Equal("\"ab\"", flow.Turn(new SubOrchestrationCompleted(0, "\"a\"")).Completion!.Result);
    }

    [Fact]
    public void A_sub_orchestration_that_fails_is_thrown_with_its_details()
    {
        TaskFailureDetails? caught = null;
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("Sub");
                }
                catch (TaskFailedException e)
                {
                    caught = e.FailureDetails;
                    return "caught";
                }
            }
        );
        flow.Start();
        var details = new TaskFailureDetails("outer", "Outer.", null, new TaskFailureDetails("inner", "Inner."), true);

        Assert.Equal("\"caught\"", flow.Turn(new SubOrchestrationFailed(0, details)).Completion!.Result);
        Assert.Equal(details, caught);
    }

    // Made with another implementation of RFC 9562, section 5.5, over "instance_2026-01-05T08:00:01.0000000Z_0" and "..._1", in the
    // namespace 9e952958-5e33-4daf-827f-2fa12937b875 of Durable Task.
    private const string FirstGuid = "38b023c8-4381-57fc-8be2-ea8740feb5ad";
    private const string SecondGuid = "864d6e10-1a58-5403-b9f0-d339302b89f5";

    [Fact]
    public void New_ids_are_those_of_the_official_algorithm()
    {
        var flow = new ExecutorFixture((context, _) => Task.FromResult($"{context.NewGuid()} {context.NewGuid()}"));

        Assert.Equal($"\"{FirstGuid} {SecondGuid}\"", flow.Start().Completion!.Result);
    }

    [Fact]
    public void An_event_is_sent_once_and_under_an_id_of_its_own()
    {
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                context.SendEvent("other", "go", new { Amount = 1.50m });
                return await context.CallActivityAsync<string>("Step");
            }
        );

        Assert.Equal(
            [
                new SendEventAction(0, "other", "go", "{\"amount\":\"1.50\"}"),
                new ScheduleTaskAction(1, "Step", null, null),
            ],
            flow.Start().Actions
        );
        Assert.Single(flow.Turn(new TaskCompleted(1, "\"x\"")).Actions);
    }

    [Fact]
    public void The_custom_status_is_that_of_the_last_call()
    {
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                context.SetCustomStatus(new { Done = 1 });
                await context.CallActivityAsync("Step");
                context.SetCustomStatus(null);
                return "";
            }
        );

        Assert.Equal("{\"done\":1}", flow.Start().CustomStatus);
        Assert.Null(flow.Turn(new TaskCompleted(0)).CustomStatus);
    }

    [Fact]
    public void Waits_between_retries_grow_up_to_their_cap()
    {
        var policy = new RetryPolicy(9, TimeSpan.FromSeconds(10), 3, TimeSpan.FromSeconds(50));
        var flow = new ExecutorFixture((context, _) => context.CallActivityAsync<string>("Step", null, new(policy)));
        flow.Start();
        var waits = new List<double>();
        for (var step = 0; step < 8; step += 2)
        {
            var failed = flow.Turn(new TaskFailed(step, new TaskFailureDetails("busy", "Busy.")));
            waits.Add((Assert.IsType<CreateTimerAction>(failed.Actions[0]).FireAt - flow.Now).TotalSeconds);
            flow.Turn(new TimerFired(default, step + 1));
        }

        Assert.Equal([10, 30, 50, 50], waits);
    }

    [Fact]
    public void A_retry_handler_is_told_the_time_that_all_tries_have_taken()
    {
        var told = new List<TimeSpan>();
        var flow = new ExecutorFixture(
            (context, _) =>
                context.CallActivityAsync<string>(
                    "Step",
                    null,
                    new TaskOptions(
                        new TaskRetryOptions(retry =>
                        {
                            told.Add(retry.TotalRetryTime);
                            return Task.FromResult(retry.LastAttemptNumber < 2);
                        })
                    )
                )
        );
        flow.Start();
        flow.Turn(new TaskFailed(0, new TaskFailureDetails("busy", "Busy.")));
        told.Clear();
        var end = flow.Turn(new TaskFailed(1, new TaskFailureDetails("busy", "Busy."))).Completion!;

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.OrchestrationStatus);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], told);
    }

    [Theory]
    [InlineData(0, 1, 1.0, nameof(RetryPolicy.MaxNumberOfAttempts))]
    [InlineData(1, -1, 1.0, nameof(RetryPolicy.FirstRetryInterval))]
    [InlineData(1, 1, 0.5, nameof(RetryPolicy.BackoffCoefficient))]
    public void A_retry_policy_that_makes_no_sense_is_named(int attempts, int seconds, double backoff, string what)
    {
        var policy = new RetryPolicy(attempts, TimeSpan.FromSeconds(seconds), backoff);
        var flow = new ExecutorFixture((context, _) => context.CallActivityAsync<string>("Step", null, new(policy)));

        Assert.Contains(what, flow.Start().Completion!.Result, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_details_keep_type_message_cause_and_mark()
    {
        var flow = new ExecutorFixture(
            (_, _) => throw new InvalidOperationException("Outer.", new FormatException("Inner."))
        );

        var details = flow.Start().Completion!.FailureDetails!;

        Assert.Equal((typeof(InvalidOperationException).FullName, "Outer."), (details.ErrorType, details.ErrorMessage));
        Assert.Equal(
            (typeof(FormatException).FullName, "Inner.", false),
            (details.InnerFailure!.ErrorType, details.InnerFailure.ErrorMessage, details.IsNonRetriable)
        );
        var bare = details.WithoutTraces();
        Assert.Null(bare.StackTrace);
        Assert.NotNull(bare.InnerFailure);
        Assert.Null(bare.InnerFailure.StackTrace);
        Assert.Equal("Inner.", bare.InnerFailure.ErrorMessage);
    }

    [Fact]
    public void A_replay_safe_logger_says_each_thing_once()
    {
        var sink = new Mock<ILogger>();
        sink.Setup(s => s.IsEnabled(It.IsAny<LogLevel>())).Returns(true);
        var loggers = new Mock<ILoggerFactory>();
        loggers.Setup(l => l.CreateLogger("flow")).Returns(sink.Object);
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                var log = context.CreateReplaySafeLogger("flow");
                log.LogInformation("before");
                await context.CallActivityAsync("Step");
                log.LogInformation("after");
                return "";
            },
            loggers: loggers.Object
        );
        flow.Start();
        flow.Turn(new TaskCompleted(0));

        var said = sink.Invocations.Where(i => i.Method.Name == nameof(ILogger.Log)).Select(i => $"{i.Arguments[2]}");
        Assert.Equal(["before", "after"], said);
    }

    [Fact]
    public void A_timer_fires_at_its_time_and_one_that_is_cancelled_is_let_go()
    {
        var flow = new ExecutorFixture(
            async (context, _) =>
            {
                using var cancel = new CancellationTokenSource();
                var given = context.CreateTimer(TimeSpan.FromHours(1), cancel.Token);
                cancel.Cancel();
                await context.CreateTimer(new DateTime(2026, 1, 6, 0, 0, 0, DateTimeKind.Utc), default);
                return $"{given.IsCanceled}";
            }
        );

        var timers = flow.Start().Actions.Cast<CreateTimerAction>().Select(t => t.FireAt).ToList();

        Assert.Equal([flow.Now.AddHours(1), new DateTime(2026, 1, 6)], timers);
        Assert.Equal("\"True\"", flow.Turn(new TimerFired(default, 1)).Completion!.Result);
    }
}
