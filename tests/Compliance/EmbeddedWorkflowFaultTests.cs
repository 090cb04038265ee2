// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>The order of events over a crash, and what a damaged row does to the instances beside it.</summary>
public sealed class EmbeddedWorkflowFaultTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly EmbeddedWorkflowBackend _backend = new();

    private DurableTaskClient Client => _backend.Client;

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Events_that_the_next_generation_takes_over_stay_before_later_ones_over_a_crash()
    {
        using SemaphoreSlim entered = new(0),
            go = new(0);
        var holds = true;
        void Hold()
        {
            if (Volatile.Read(ref holds))
            {
                entered.Release();
                Assert.True(go.Wait(Patience));
            }
        }
        _backend.Registry.AddOrchestratorFunc<int, string>(
            "Collect",
            async (context, generation) =>
            {
                if (generation == 0)
                {
                    await context.WaitForExternalEvent<string>("go");
                    Hold();
                    context.ContinueAsNew(1);
                    return "";
                }
                Hold();
                var first = await context.WaitForExternalEvent<string>("letter");
                return first + await context.WaitForExternalEvent<string>("letter");
            }
        );
        await _backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Collect", 0);
        await Client.RaiseEventAsync(id, "letter", "a");
        await HistoryHas(id, e => e is EventRaised { Name: "letter" });
        // In the turn that begins the next generation, which takes "a" over, "b" comes; the crash is in the turn after that.
        await Client.RaiseEventAsync(id, "go", "");
        Assert.True(await entered.WaitAsync(Patience));
        await Client.RaiseEventAsync(id, "letter", "b");
        go.Release();
        Assert.True(await entered.WaitAsync(Patience));

        Volatile.Write(ref holds, false);
        await _backend.CrashAndRestartAsync();
        go.Release();

        Assert.Equal("ab", (await _backend.End(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("UPDATE workflows_inbox SET event=substr(event, 1, length(event) - 3)")]
    [InlineData("UPDATE workflows_instances SET tags='{' WHERE instance_id='damaged'")]
    [InlineData("UPDATE workflows_instances SET parent='[]' WHERE instance_id='damaged'")]
    public async Task A_damaged_row_holds_up_no_other_instance_and_is_not_deleted(string damage)
    {
        _backend
            .Registry.AddOrchestratorFunc<string, string>("Echo", (_, text) => Task.FromResult(text))
            .AddOrchestratorFunc<object?, string>(
                "Approval",
                (context, _) => context.WaitForExternalEvent<string>("decision")
            );
        await _backend.StartAsync();
        var tomorrow = _backend.Clock.GetUtcNow().AddDays(1);
        var tags = new Dictionary<string, string> { [StartOrchestrationOptions.TenantTag] = "t1" };
        var beside = await Client.ScheduleNewOrchestrationInstanceAsync("Approval");
        await Client.ScheduleNewOrchestrationInstanceAsync(
            "Approval",
            null,
            new StartOrchestrationOptions("damaged", tomorrow, tags)
        );
        await Client.RaiseEventAsync("damaged", "decision", "yes");
        await _backend.Database.Write(scope => scope.Execute(damage));

        await _backend.CrashAndRestartAsync();
        await Client.RaiseEventAsync(beside, "decision", "go on");
        _backend.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal("go on", (await _backend.End(beside)).ReadOutputAs<string>());
        Assert.Equal("fine", (await _backend.Run("Echo", "fine")).ReadOutputAs<string>());
        var listed = await Client.QueryInstancesAsync(new OrchestrationQuery());
        Assert.Equal(3, listed.Instances.Count);
        Assert.Contains(listed.Instances, instance => instance.InstanceId == "damaged");
    }

    private async Task HistoryHas(string id, Func<HistoryEvent, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!(await Client.GetHistoryAsync(id))!.Any(wanted))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
