// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class WorkflowBackendCompliance
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private void RegisterApproval() =>
        Registry.AddOrchestratorFunc<object?, string>(
            "Approval",
            (context, _) => context.WaitForExternalEvent<string>("decision")
        );

    /// <summary>An instance that takes three notes and says how many it has.</summary>
    private async Task<string> StartEcho()
    {
        Registry.AddOrchestratorFunc<int, string>(
            "Echo",
            async (context, count) =>
            {
                var seen = new List<string>();
                for (var i = 0; i < count; i++)
                {
                    seen.Add(await context.WaitForExternalEvent<string>("note"));
                    context.SetCustomStatus(seen.Count);
                }
                return string.Join(",", seen);
            }
        );
        await Backend.StartAsync();
        return await Client.ScheduleNewOrchestrationInstanceAsync("Echo", 3);
    }

    [Fact]
    public async Task Events_that_come_before_they_are_waited_for_are_kept_in_order()
    {
        var id = await StartEcho();

        Assert.True(await Client.RaiseEventAsync(id, "Note", "a"));
        Assert.True(await Client.RaiseEventAsync(id, "note", "b"));
        Assert.True(await Client.RaiseEventAsync(id, "NOTE", "c"));

        Assert.Equal("a,b,c", (await Backend.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_for_an_instance_that_is_not_there_or_has_ended_is_refused()
    {
        RegisterApproval();
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Approval");
        await Client.RaiseEventAsync(id, "decision", "yes");
        await Backend.End(id);

        Assert.False(await Client.RaiseEventAsync(id, "decision", "again"));
        Assert.False(await Client.RaiseEventAsync("nobody", "decision", "yes"));
        Assert.False(await Client.TerminateInstanceAsync("nobody"));
    }

    [Fact]
    public async Task A_suspended_instance_keeps_its_events_over_a_restart_and_goes_on_when_resumed()
    {
        RegisterApproval();
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Approval");
        Assert.True(await Client.SuspendInstanceAsync(id, "audit"));
        Assert.True(await Client.RaiseEventAsync(id, "decision", "yes"));

        await Backend.CrashAndRestartAsync();
        // The turn that takes the event in is the one that would end the instance: wait for it by what it writes.
        await HistoryHas(id, e => e is EventRaised);

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await Client.GetInstanceAsync(id))!.RuntimeStatus);
        Assert.True(await Client.ResumeInstanceAsync(id, "done"));
        Assert.Equal("yes", (await Backend.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_terminated_instance_ends_with_the_output_that_was_given_and_can_be_purged()
    {
        RegisterApproval();
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Approval");
        Assert.False(await Client.PurgeInstanceAsync(id));

        Assert.True(await Client.TerminateInstanceAsync(id, "stopped by hand"));
        var ended = await Backend.End(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("stopped by hand", ended.ReadOutputAs<string>());
        Assert.True(await Client.PurgeInstanceAsync(id));
        Assert.Null(await Client.GetInstanceAsync(id));
        Assert.Null(await Client.GetHistoryAsync(id));
    }

    [Fact]
    public async Task An_id_is_taken_until_its_instance_is_purged()
    {
        RegisterApproval();
        await Backend.StartAsync();
        var options = new StartOrchestrationOptions(InstanceId: "order-7");
        await Client.ScheduleNewOrchestrationInstanceAsync("Approval", null, options);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() =>
            Client.ScheduleNewOrchestrationInstanceAsync("Approval", null, options)
        );
        await Client.TerminateInstanceAsync("order-7");
        await Backend.End("order-7");
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() =>
            Client.ScheduleNewOrchestrationInstanceAsync("Approval", null, options)
        );
        Assert.True(await Client.PurgeInstanceAsync("order-7"));
        await Client.ScheduleNewOrchestrationInstanceAsync("Approval", null, options);
        await Client.RaiseEventAsync("order-7", "decision", "second life");
        Assert.Equal("second life", (await Backend.End("order-7")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Instances_send_each_other_events()
    {
        RegisterApproval();
        Registry.AddOrchestratorFunc<string, bool>(
            "Decide",
            (context, target) =>
            {
                context.SendEvent(target, "decision", "from a friend");
                context.SendEvent("nobody", "decision", "lost");
                return Task.FromResult(true);
            }
        );
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Approval");

        await Backend.Run("Decide", id);

        Assert.Equal("from a friend", (await Backend.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Lists_are_newest_first_and_filtered_by_tag_status_and_prefix_page_by_page()
    {
        RegisterApproval();
        await Backend.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            var tags = new Dictionary<string, string>
            {
                [StartOrchestrationOptions.TenantTag] = i % 2 == 0 ? "even" : "odd",
            };
            await Client.ScheduleNewOrchestrationInstanceAsync(
                "Approval",
                i,
                new StartOrchestrationOptions($"{(i < 5 ? "a" : "b")}-{i}", Tags: tags)
            );
        }
        await Client.RaiseEventAsync("a-2", "decision", "yes");
        await Backend.End("a-2");

        async Task<string> List(OrchestrationQuery query) =>
            string.Join(" ", (await Client.QueryInstancesAsync(query)).Instances.Select(i => i.InstanceId));

        Assert.Equal("b-6 b-5 a-4 a-3 a-2 a-1 a-0", await List(new OrchestrationQuery()));
        Assert.Equal("b-6 a-4 a-2 a-0", await List(new OrchestrationQuery(TagName: "tenant", TagValue: "even")));
        Assert.Equal("a-4 a-3 a-2 a-1 a-0", await List(new OrchestrationQuery(InstanceIdPrefix: "a-")));
        Assert.Equal("a-2", await List(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed])));

        var first = await Client.QueryInstancesAsync(new OrchestrationQuery(PageSize: 4));
        Assert.Equal(4, first.Instances.Count);
        var second = await Client.QueryInstancesAsync(
            new OrchestrationQuery(PageSize: 4, ContinuationToken: first.ContinuationToken)
        );
        Assert.Equal(["a-2", "a-1", "a-0"], second.Instances.Select(i => i.InstanceId));
        Assert.Null(second.ContinuationToken);
        Assert.Equal("odd", first.Instances.Single(i => i.InstanceId == "a-3").Tags["tenant"]);
    }

    /// <summary>Waits until the instance has written what is asked for.</summary>
    private async Task HistoryHas(string id, Func<HistoryEvent, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((await Client.GetHistoryAsync(id)) is not { } history || !history.Any(wanted))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
