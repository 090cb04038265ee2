// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using System.Collections.Concurrent;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class WorkflowBackendCompliance
{
    /// <summary>Steps that count their runs by name, and fail while their name is in the set that is returned.</summary>
    private (ConcurrentDictionary<string, int> Runs, ConcurrentDictionary<string, bool> Broken) RegisterFlakySteps()
    {
        var runs = new ConcurrentDictionary<string, int>();
        var broken = new ConcurrentDictionary<string, bool>();
        Registry.AddActivityFunc<string, string>(
            "Step",
            (_, name) =>
            {
                runs.AddOrUpdate(name, 1, (_, n) => n + 1);
                return broken.ContainsKey(name)
                    ? throw new InvalidOperationException($"{name} is out of order")
                    : Task.FromResult($"{name} done");
            }
        );
        return (runs, broken);
    }

    [Fact]
    public async Task A_rewound_instance_runs_what_failed_once_more_and_keeps_what_succeeded()
    {
        var (runs, broken) = RegisterFlakySteps();
        Registry.AddOrchestratorFunc<object?, string>(
            "Flow",
            async (context, _) =>
            {
                var first = await context.CallActivityAsync<string>("Step", "a");
                var both = await Task.WhenAll(
                    context.CallActivityAsync<string>("Step", "b"),
                    context.CallActivityAsync<string>("Step", "c")
                );
                return $"{first}, {string.Join(", ", both)}";
            }
        );
        broken["b"] = true;
        await Backend.StartAsync();
        var failed = await Backend.Run("Flow");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);

        broken.Clear();
        Assert.True(await Client.RewindInstanceAsync(failed.InstanceId, "b was mended"));
        var ended = await Backend.End(failed.InstanceId);

        Assert.Equal("a done, b done, c done", ended.ReadOutputAs<string>());
        Assert.Null(ended.FailureDetails);
        Assert.Equal((1, 2, 1), (runs["a"], runs["b"], runs["c"]));
    }

    [Fact]
    public async Task Rewinding_keeps_failures_that_were_retried_or_made_good_and_repeats_only_the_last()
    {
        var (runs, broken) = RegisterFlakySteps();
        Registry.AddOrchestratorFunc<object?, string>(
            "Flow",
            async (context, _) =>
            {
                try
                {
                    await context.CallActivityAsync<string>("Step", "reserve");
                }
                catch (TaskFailedException)
                {
                    await context.CallActivityAsync<string>("Step", "release");
                }
                var retry = new TaskOptions(new RetryPolicy(2, TimeSpan.FromMilliseconds(1)));
                return await context.CallActivityAsync<string>("Step", "book", retry);
            }
        );
        broken["reserve"] = broken["book"] = true;
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Flow");
        await AdvanceUntilEnded(id);

        broken.Clear();
        Assert.True(await Client.RewindInstanceAsync(id));
        var ended = await Backend.End(id);

        Assert.Equal("book done", ended.ReadOutputAs<string>());
        Assert.Equal((1, 1, 3), (runs["reserve"], runs["release"], runs["book"]));
    }

    [Fact]
    public async Task Rewinding_takes_failed_sub_orchestrations_along()
    {
        var (runs, broken) = RegisterFlakySteps();
        Registry
            .AddOrchestratorFunc<object?, string>(
                "Parent",
                async (context, _) =>
                {
                    var children = Enumerable
                        .Range(0, 3)
                        .Select(i => context.CallSubOrchestratorAsync<string>("Child", $"{i}"))
                        .ToArray();
                    return string.Join(",", await Task.WhenAll(children));
                }
            )
            .AddOrchestratorFunc<string, string>(
                "Child",
                async (context, name) =>
                {
                    await context.CallActivityAsync<string>("Step", $"{name}-first");
                    return await context.CallActivityAsync<string>("Step", $"{name}-last");
                }
            );
        broken["1-last"] = true;
        await Backend.StartAsync();
        var failed = await Backend.Run("Parent");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);

        broken.Clear();
        Assert.True(await Client.RewindInstanceAsync(failed.InstanceId));
        var ended = await Backend.End(failed.InstanceId);

        Assert.Equal("0-last done,1-last done,2-last done", ended.ReadOutputAs<string>());
        Assert.Equal((1, 2, 1), (runs["1-first"], runs["1-last"], runs["2-last"]));
    }

    [Fact]
    public async Task Only_a_failed_instance_is_rewound()
    {
        RegisterApproval();
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Approval");

        Assert.False(await Client.RewindInstanceAsync(id));
        Assert.False(await Client.RewindInstanceAsync("nobody"));
        await Client.RaiseEventAsync(id, "decision", "yes");
        await Backend.End(id);
        Assert.False(await Client.RewindInstanceAsync(id));
    }

    [Fact]
    public async Task A_restarted_instance_runs_anew_with_its_input_and_tags_under_its_own_or_a_new_id()
    {
        RegisterApproval();
        Registry.AddOrchestratorFunc<string, string>("Echo", (_, text) => Task.FromResult(text));
        await Backend.StartAsync();
        var tags = new Dictionary<string, string> { [StartOrchestrationOptions.TenantTag] = "acme" };
        var options = new StartOrchestrationOptions("echo-1", Tags: tags);
        await Client.ScheduleNewOrchestrationInstanceAsync("Echo", "again", options);
        var first = await Backend.End("echo-1");

        Backend.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("echo-1", await Client.RestartAsync("echo-1"));
        var second = await Backend.End("echo-1");
        var other = await Client.RestartAsync("echo-1", restartWithNewInstanceId: true);

        Assert.Equal("again", second.ReadOutputAs<string>());
        Assert.True(second.CreatedAt > first.CreatedAt);
        Assert.NotEqual("echo-1", other);
        var third = await Backend.End(other);
        Assert.Equal("again", third.ReadOutputAs<string>());
        Assert.Equal("acme", third.Tags[StartOrchestrationOptions.TenantTag]);

        await Assert.ThrowsAsync<KeyNotFoundException>(() => Client.RestartAsync("nobody"));
        var waiting = await Client.ScheduleNewOrchestrationInstanceAsync("Approval");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.RestartAsync(waiting));
    }

    [Fact]
    public async Task A_recursive_terminate_ends_the_sub_orchestrations_and_another_leaves_them()
    {
        RegisterApproval();
        Registry.AddOrchestratorFunc<string, string>(
            "Parent",
            (context, child) =>
                context.CallSubOrchestratorAsync<string>("Approval", null, new TaskOptions(InstanceId: child))
        );
        await Backend.StartAsync();
        var ended = await Client.ScheduleNewOrchestrationInstanceAsync("Parent", "child-1");
        var left = await Client.ScheduleNewOrchestrationInstanceAsync("Parent", "child-2");
        await HistoryHas(ended, e => e is SubOrchestrationCreated);
        await HistoryHas(left, e => e is SubOrchestrationCreated);

        await Client.TerminateInstanceAsync(ended, "enough", recursive: true);
        await Client.TerminateInstanceAsync(left, "enough");
        await Backend.End(ended);
        await Backend.End(left);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await Backend.End("child-1")).RuntimeStatus);
        Assert.True(await Client.RaiseEventAsync("child-2", "decision", "still here"));
        Assert.Equal("still here", (await Backend.End("child-2")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Purging_by_filter_takes_what_has_ended_and_fits_and_leaves_the_rest()
    {
        RegisterApproval();
        Registry.AddOrchestratorFunc<string, string>("Echo", (_, text) => Task.FromResult(text));
        await Backend.StartAsync();
        async Task Start(string id, string name, string tenant)
        {
            var tags = new Dictionary<string, string> { [StartOrchestrationOptions.TenantTag] = tenant };
            await Client.ScheduleNewOrchestrationInstanceAsync(name, id, new StartOrchestrationOptions(id, Tags: tags));
        }
        await Start("old", "Echo", "acme");
        await Backend.End("old");
        Backend.Clock.Advance(TimeSpan.FromDays(2));
        var between = Backend.Clock.GetUtcNow();
        Backend.Clock.Advance(TimeSpan.FromDays(2));
        await Start("new", "Echo", "acme");
        await Start("other", "Echo", "bravo");
        await Start("open", "Approval", "acme");
        await Backend.End("new");
        await Backend.End("other");

        var tag = StartOrchestrationOptions.TenantTag;
        Assert.Equal(1, await Client.PurgeAllInstancesAsync(new(CreatedTo: between)));
        Assert.Null(await Client.GetInstanceAsync("old"));
        Assert.Equal(0, await Client.PurgeAllInstancesAsync(new(Statuses: [OrchestrationRuntimeStatus.Failed])));
        Assert.Equal(1, await Client.PurgeAllInstancesAsync(new(TagName: tag, TagValue: "acme")));
        Assert.Null(await Client.GetInstanceAsync("new"));
        Assert.NotNull(await Client.GetInstanceAsync("other"));
        Assert.NotNull(await Client.GetInstanceAsync("open"));
    }

    [Fact]
    public async Task An_instance_whose_id_a_parent_asked_for_in_vain_is_not_the_parents()
    {
        RegisterApproval();
        Registry
            .AddOrchestratorFunc<string, string>("Echo", (_, text) => Task.FromResult(text))
            .AddOrchestratorFunc<string, string>(
                "Parent",
                async (context, child) =>
                {
                    try
                    {
                        await context.CallSubOrchestratorAsync<string>(
                            "Echo",
                            "mine",
                            new TaskOptions(InstanceId: child)
                        );
                    }
                    catch (TaskFailedException)
                    {
                        // Taken: that is what the test is about.
                    }
                    return await context.WaitForExternalEvent<string>("decision");
                }
            );
        await Backend.StartAsync();
        foreach (var taken in new[] { "taken-1", "taken-2" })
        {
            await Client.ScheduleNewOrchestrationInstanceAsync("Approval", null, new StartOrchestrationOptions(taken));
        }
        var purged = await Client.ScheduleNewOrchestrationInstanceAsync("Parent", "taken-1");
        var ended = await Client.ScheduleNewOrchestrationInstanceAsync("Parent", "taken-2");
        await HistoryHas(purged, e => e is SubOrchestrationFailed);
        await HistoryHas(ended, e => e is SubOrchestrationFailed);

        await Client.RaiseEventAsync("taken-1", "decision", "kept");
        await Backend.End("taken-1");
        await Client.RaiseEventAsync(purged, "decision", "done");
        await Backend.End(purged);
        Assert.True(await Client.PurgeInstanceAsync(purged));
        await Client.TerminateInstanceAsync(ended, recursive: true);
        await Backend.End(ended);

        Assert.Equal("kept", (await Client.GetInstanceAsync("taken-1"))!.ReadOutputAs<string>());
        Assert.True(await Client.RaiseEventAsync("taken-2", "decision", "mine"));
        Assert.Equal("mine", (await Backend.End("taken-2")).ReadOutputAs<string>());
    }

    /// <summary>Lets the timers of the instance fire until it has ended.</summary>
    private async Task AdvanceUntilEnded(string id)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!(await Client.GetInstanceAsync(id))!.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            Backend.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
