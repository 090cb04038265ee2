// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class WorkflowBackendCompliance
{
    private static readonly IntegrationError Closed = new(
        ErrorKind.Permanent,
        "period-closed",
        "The period is closed."
    );

    [Fact]
    public async Task A_thousand_steps_at_once_all_come_home()
    {
        Registry
            .AddOrchestratorFunc<int, int>(
                "FanOut",
                async (context, width) =>
                    (
                        await Task.WhenAll(
                            Enumerable.Range(0, width).Select(i => context.CallActivityAsync<int>("Same", i))
                        )
                    ).Sum()
            )
            .AddActivityFunc<int, int>("Same", (_, n) => Task.FromResult(n));
        await Backend.StartAsync();

        Assert.Equal(499_500, (await Backend.Run("FanOut", 1000)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Many_instances_at_once_each_keep_to_themselves()
    {
        Registry
            .AddOrchestratorFunc<int, int>(
                "Two",
                async (context, n) =>
                    await context.CallActivityAsync<int>("Add", await context.CallActivityAsync<int>("Add", n))
            )
            .AddActivityFunc<int, int>("Add", (_, n) => Task.FromResult(n + 1));
        await Backend.StartAsync();

        var ended = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Backend.Run("Two", i)));

        Assert.Equal(Enumerable.Range(2, 300), ended.Select(e => e.ReadOutputAs<int>()));
    }

    [Fact]
    public async Task A_thousand_generations_leave_one_history_behind()
    {
        Registry.AddOrchestratorFunc<int, int>(
            "Generations",
            (context, n) =>
            {
                if (n < 1000)
                {
                    context.ContinueAsNew(n + 1);
                }
                return Task.FromResult(n);
            }
        );
        await Backend.StartAsync();

        var ended = await Backend.Run("Generations", 0);

        Assert.Equal(1000, ended.ReadOutputAs<int>());
        var history = await Client.GetHistoryAsync(ended.InstanceId);
        Assert.Equal("1000", Assert.Single(history!.OfType<ExecutionStarted>()).Input);
    }

    [Fact]
    public async Task Events_that_nobody_looked_at_reach_the_next_generation()
    {
        Registry.AddOrchestratorFunc<string, string>(
            "Collect",
            async (context, soFar) =>
            {
                var next = soFar + await context.WaitForExternalEvent<string>("letter");
                if (next.Length < 4)
                {
                    context.ContinueAsNew(next);
                }
                return next;
            }
        );
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Collect", "");
        foreach (var letter in new[] { "a", "b", "c", "d" })
        {
            Assert.True(await Client.RaiseEventAsync(id, "letter", letter));
        }

        Assert.Equal("abcd", (await Backend.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_sub_orchestration_answers_its_parent_and_carries_its_tags()
    {
        Registry
            .AddOrchestratorFunc<int, string>(
                "Parent",
                async (context, n) =>
                {
                    var id = await context.CallSubOrchestratorAsync<string>("Child", n);
                    try
                    {
                        await context.CallSubOrchestratorAsync("Child", -1);
                    }
                    catch (TaskFailedException e)
                    {
                        return $"{id}|{e.FailureDetails.ErrorType}|{e.FailureDetails.ErrorMessage}";
                    }
                    return "";
                }
            )
            .AddOrchestratorFunc<int, string>(
                "Child",
                (context, n) =>
                    n < 0
                        ? throw new ArgumentException("negative")
                        : Task.FromResult($"{context.Parent!.Name}:{context.InstanceId}")
            );
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(
            "Parent",
            1,
            new StartOrchestrationOptions(Tags: new Dictionary<string, string> { ["tenant"] = "t1" })
        );

        var output = (await Backend.End(id)).ReadOutputAs<string>()!.Split('|');

        Assert.Equal(["System.ArgumentException", "negative"], output[1..]);
        var child = await Client.GetInstanceAsync(output[0].Split(':')[1]);
        Assert.StartsWith("Parent:", output[0], StringComparison.Ordinal);
        Assert.Equal("t1", child!.Tags["tenant"]);
    }

    [Fact]
    public async Task A_business_error_keeps_its_code_and_is_not_tried_again()
    {
        var calls = 0;
        Registry
            .AddOrchestratorFunc<object?, string>(
                "Post",
                async (context, _) =>
                {
                    try
                    {
                        await context.CallActivityAsync(
                            "Book",
                            null,
                            new TaskOptions(new RetryPolicy(5, TimeSpan.Zero))
                        );
                        return "booked";
                    }
                    catch (TaskFailedException e)
                    {
                        return $"{e.FailureDetails.ErrorType}|{e.FailureDetails.ErrorMessage}|{e.FailureDetails.IsNonRetriable}";
                    }
                }
            )
            .AddActivityFunc<object?, string>(
                "Book",
                (_, _) =>
                {
                    Interlocked.Increment(ref calls);
                    throw new IntegrationException(Closed);
                }
            );
        await Backend.StartAsync();

        Assert.Equal("period-closed|The period is closed.|True", (await Backend.Run("Post")).ReadOutputAs<string>());
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Unknown_names_fail_with_a_message_that_lists_the_known_ones()
    {
        Registry
            .AddOrchestratorFunc<object?, string>(
                "CallsNobody",
                (context, _) => context.CallActivityAsync<string>("Nobody")
            )
            .AddActivityFunc<int, int>("Somebody", (_, n) => Task.FromResult(n));
        await Backend.StartAsync();

        var orchestrator = await Backend.Run("Missing");
        var activity = await Backend.Run("CallsNobody");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, orchestrator.RuntimeStatus);
        Assert.Contains(
            "no orchestrator 'Missing'",
            orchestrator.FailureDetails!.ErrorMessage,
            StringComparison.Ordinal
        );
        Assert.Contains("CallsNobody", orchestrator.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, activity.RuntimeStatus);
        Assert.Contains("no activity 'Nobody'", activity.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("Somebody", activity.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_custom_status_is_seen_while_the_instance_waits()
    {
        var id = await StartEcho();
        await Client.RaiseEventAsync(id, "note", "a");
        await HistoryHas(id, e => e is EventRaised);

        Assert.Equal(1, (await Client.GetInstanceAsync(id))!.ReadCustomStatusAs<int>());
    }

    [Fact]
    public async Task Waiting_for_an_instance_that_is_not_there_says_so()
    {
        await Backend.StartAsync();

        await Assert.ThrowsAsync<KeyNotFoundException>(() => Client.WaitForInstanceCompletionAsync("nobody"));
    }
}
