// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class WorkflowBackendCompliance
{
    private void RegisterWaiter() =>
        Registry.AddOrchestratorFunc<int, DateTime>(
            "WaitHours",
            async (context, hours) =>
            {
                await context.CreateTimer(TimeSpan.FromHours(hours), CancellationToken.None);
                return context.CurrentUtcDateTime;
            }
        );

    [Fact]
    public async Task A_timer_fires_when_its_time_has_come_and_not_before()
    {
        RegisterWaiter();
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("WaitHours", 48);
        await HistoryHas(id, e => e is TimerCreated);
        var due = Backend.Clock.GetUtcNow().AddHours(48);

        Backend.Clock.Advance(TimeSpan.FromHours(47));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Client.GetInstanceAsync(id))!.RuntimeStatus);
        Backend.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(due.UtcDateTime, (await Backend.End(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Timers_that_fell_due_while_nothing_ran_fire_at_the_next_start()
    {
        RegisterWaiter();
        await Backend.StartAsync();
        var soon = await Client.ScheduleNewOrchestrationInstanceAsync("WaitHours", 1);
        var late = await Client.ScheduleNewOrchestrationInstanceAsync("WaitHours", 100);
        await HistoryHas(soon, e => e is TimerCreated);
        await HistoryHas(late, e => e is TimerCreated);

        await Backend.StopAsync();
        Backend.Clock.Advance(TimeSpan.FromHours(2));
        await Backend.StartAsync();

        await Backend.End(soon);
        Assert.False((await Client.GetInstanceAsync(late))!.IsCompleted);
        await Backend.CrashAndRestartAsync();
        Backend.Clock.Advance(TimeSpan.FromHours(98));
        await Backend.End(late);
    }

    [Fact]
    public async Task An_instance_can_be_told_to_start_later_even_over_a_restart()
    {
        RegisterApproval();
        await Backend.StartAsync();
        var options = new StartOrchestrationOptions("later", StartAt: Backend.Clock.GetUtcNow().AddDays(3));
        await Client.ScheduleNewOrchestrationInstanceAsync("Approval", null, options);
        await Client.ScheduleNewOrchestrationInstanceAsync("Approval", null, options with { InstanceId = "never" });
        Assert.True(await Client.RaiseEventAsync("later", "decision", "early bird"));

        await Backend.CrashAndRestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Client.GetInstanceAsync("later"))!.RuntimeStatus);
        Assert.True(await Client.TerminateInstanceAsync("never"));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await Backend.End("never")).RuntimeStatus);
        Backend.Clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal("early bird", (await Backend.End("later")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_retry_policy_waits_as_it_says_and_calls_as_often_as_it_says()
    {
        var calls = new List<DateTimeOffset>();
        using var called = new SemaphoreSlim(0);
        Registry
            .AddOrchestratorFunc<object?, string>(
                "Patient",
                async (context, _) =>
                {
                    var retry = new RetryPolicy(4, TimeSpan.FromSeconds(10), 3, TimeSpan.FromSeconds(60));
                    await context.CallActivityAsync("Broken", null, new TaskOptions(retry));
                    return "";
                }
            )
            .AddActivityFunc<object?, string>(
                "Broken",
                (_, _) =>
                {
                    calls.Add(Backend.Clock.GetUtcNow());
                    called.Release();
                    throw new TimeoutException("no answer");
                }
            );
        await Backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Patient");
        foreach (var (wait, timers) in new[] { (10, 1), (30, 2), (60, 3) })
        {
            Assert.True(await called.WaitAsync(Patience));
            using var limit = new CancellationTokenSource(Patience);
            while ((await Client.GetHistoryAsync(id))!.OfType<TimerCreated>().Count() < timers)
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
            Backend.Clock.Advance(TimeSpan.FromSeconds(wait));
        }

        var ended = await Backend.End(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal([10, 30, 60], calls.Zip(calls.Skip(1), (a, b) => (b - a).TotalSeconds));
        Assert.Equal("System.TimeoutException", ended.FailureDetails!.InnerFailure!.ErrorType);
    }
}
