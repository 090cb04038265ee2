using System.Text;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Durable.Replay;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Durable;

public sealed class HistoryReplayTests
{
    private static readonly DateTime At = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    private static Task<string> Code(TaskOrchestrationContext context, string input) =>
        context.CallActivityAsync<string>("Step", input);

    [Fact]
    public void A_history_that_was_written_and_read_replays() => Assert.Null(Replay(Code, Read(Whole())));

    [Fact]
    public void The_first_step_that_differs_is_named_with_both_sides()
    {
        Assert.Equal(
            new Divergence(0, "activity 'Step'", "activity 'Other'"),
            Replay((c, i) => c.CallActivityAsync<string>("Other", i), Whole())
        );
        Assert.Equal(
            new Divergence(0, "activity 'Step'", "end as Completed"),
            Replay((_, i) => Task.FromResult(i), Whole())
        );
        Assert.Equal(new Divergence(1, "nothing", "activity 'More'"), Replay(TwoSteps, Whole()));
        Assert.Equal(
            new Divergence(1, "end as Completed", "end as Failed (no)"),
            Replay(
                async (c, i) =>
                {
                    await Code(c, i);
                    throw new InvalidOperationException("no");
                },
                Whole()
            )
        );
    }

    private static async Task<string> TwoSteps(TaskOrchestrationContext context, string input)
    {
        var (first, more) = (Code(context, input), context.CallActivityAsync<string>("More"));
        return await first + await more;
    }

    [Fact]
    public void An_end_with_another_result_is_a_divergence_but_not_one_that_is_only_written_otherwise()
    {
        Assert.Equal(
            new Divergence(1, "the result \"done\"", "the result \"done!\""),
            Replay(async (c, i) => await Code(c, i) + "!", Whole())
        );
        var escaped = Whole() with
        {
            History =
            [
                .. Whole().History.Select(e => e is ExecutionCompleted c ? c with { Result = "\"\\u0064one\"" } : e),
            ],
        };
        Assert.Null(Replay(Code, escaped));
    }

    [Fact]
    public void A_history_of_one_that_still_runs_must_leave_nothing_over_either()
    {
        var running = Whole() with
        {
            Instance = Whole().Instance with { Status = OrchestrationRuntimeStatus.Running },
            History = [.. Whole().History.Take(4)],
        };

        Assert.Null(Replay(Code, Read(running)));
        Assert.Equal(new Divergence(1, "nothing", "activity 'More'"), Replay(TwoSteps, running));
    }

    [Fact]
    public void A_version_that_is_gone_is_named()
    {
        var history = Whole() with
        {
            History = [.. Whole().History.Select(e => e is ExecutionStarted s ? s with { Version = "1" } : e)],
        };
        var registry = new DurableTaskRegistry().AddOrchestratorFunc<string, string>("Flow", Code, "2");

        var divergence = HistoryReplay.Run(Executor(registry), history)!;

        Assert.Contains("has version '1'. Registered are: '2'.", divergence.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not whole JSON")]
    [InlineData("[]", "no object")]
    [InlineData("{}", "'format' is not")]
    [InlineData("""{"format":"integration-functions/workflow-history"}""", "'formatVersion' is not a whole number")]
    [InlineData(
        """{"format":"integration-functions/workflow-history","formatVersion":2}""",
        "'formatVersion' is 2, newer than 1"
    )]
    [InlineData("""{"format":"integration-functions/workflow-history","formatVersion":1}""", "no 'history'")]
    [InlineData(
        """{"format":"integration-functions/workflow-history","formatVersion":1,"history":[]}""",
        "no 'instance'"
    )]
    [InlineData(
        """{"format":"integration-functions/workflow-history","formatVersion":1,"history":[{}]}""",
        "history[0] has no 'type'"
    )]
    [InlineData(
        """{"format":"integration-functions/workflow-history","formatVersion":1,"history":[{"type":"entityCalled"}]}""",
        "history[0] is of an unknown type, 'entityCalled'"
    )]
    [InlineData(
        """{"format":"integration-functions/workflow-history","formatVersion":1,"history":[{"type":"timerFired","timerId":"x"}]}""",
        "history[0], of type 'timerFired', can't be read"
    )]
    public void A_document_that_is_none_is_refused_with_place_and_reason(string json, string reason) =>
        Refused(Encoding.UTF8.GetBytes(json), reason);

    [Fact]
    public void A_history_that_was_cut_or_reordered_is_refused()
    {
        var json = Whole().ToJson();
        Refused(json[..(json.Length / 2)], "not whole JSON: it breaks off or goes wrong at line");
        RefusedWith(h => [], "no events");
        RefusedWith(h => h[..^1], "last turn has no end");
        RefusedWith(h => h[..4], "Completed, but its history has no end");
        RefusedWith(h => [.. h[4..], .. h[..4]], "history[4], orchestratorStarted, begins a turn before");
        RefusedWith(h => [.. h[..3], .. h[4..]], "history[3], orchestratorStarted, begins a turn within a turn");
        RefusedWith(h => [.. h[..2], .. h[3..]], "history[4], taskCompleted, answers step #0");
        RefusedWith(
            h => [h[0], .. h[2..]],
            "executionStarted must stand in the first turn, and nowhere else (0 in all)"
        );
        RefusedWith(h => [.. h, .. h[4..]], "comes after the end");
        RefusedWith(h => [.. h[..2], h[2] with { EventId = 3 }, .. h[3..]], "is step #3, but step #0 is missing");
        Refused(
            (Whole() with { Instance = Whole().Instance with { Name = "Other" } }).ToJson(),
            "is that of 'instance' of 'Flow'"
        );
        Refused(
            (
                Whole() with
                {
                    Instance = Whole().Instance with { Status = OrchestrationRuntimeStatus.Running },
                }
            ).ToJson(),
            "ends as Completed, but the instance is Running"
        );
    }

    private static void RefusedWith(Func<HistoryEvent[], HistoryEvent[]> alter, string reason) =>
        Refused((Whole() with { History = alter([.. Whole().History]) }).ToJson(), reason);

    private static void Refused(byte[] json, string reason)
    {
        var e = Assert.Throws<HistoryFormatException>(() => HistoryReader.Read(json));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    private static ExportedHistory Read(ExportedHistory history) => HistoryReader.Read(history.ToJson());

    private static Divergence? Replay(
        Func<TaskOrchestrationContext, string, Task<string>> code,
        ExportedHistory history
    ) => HistoryReplay.Run(Executor(new DurableTaskRegistry().AddOrchestratorFunc("Flow", code)), history);

    private static OrchestrationExecutor Executor(DurableTaskRegistry registry) =>
        new(registry, new ServiceCollection().BuildServiceProvider());

    private static ExportedHistory Whole() =>
        ExportedHistory.Of(
            new OrchestrationMetadata(
                "Flow",
                "instance",
                OrchestrationRuntimeStatus.Completed,
                At,
                At,
                "\"in\"",
                "\"done\"",
                null,
                null,
                new Dictionary<string, string>()
            ),
            [
                new OrchestratorStarted { Timestamp = At },
                ExecutorFixture.Started with
                {
                    Timestamp = At,
                },
                new TaskScheduled("Step", null, "\"in\"") { EventId = 0, Timestamp = At },
                new OrchestratorCompleted { Timestamp = At },
                new OrchestratorStarted { Timestamp = At.AddSeconds(1) },
                new TaskCompleted(0, "\"done\"") { Timestamp = At.AddSeconds(1) },
                new ExecutionCompleted(OrchestrationRuntimeStatus.Completed, "\"done\"") { EventId = 1 },
                new OrchestratorCompleted { Timestamp = At.AddSeconds(1) },
            ]
        );
}
