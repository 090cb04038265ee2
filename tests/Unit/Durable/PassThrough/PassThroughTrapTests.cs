using System.Text.Json;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.DurableExtension;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Unit.Durable.PassThrough;

/// <summary>What goes wrong with Durable Functions from a custom handler, and that it does not here.</summary>
public sealed class PassThroughTrapTests : IAsyncLifetime
{
    // More digits than a double has, and a date that the host would move to another zone.
    private const string Exact = """{"amount":12345678901234567.89,"small":0.1000,"at":"2026-03-01T10:00:00-03:00"}""";
    private readonly PassThroughWorkflowBackend _backend = new();

    private DurableTaskClient Client => _backend.Client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DurableWatchdog Watchdog => new(Client, _backend.Clock, NullLogger<DurableWatchdog>.Instance);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task A_failed_call_of_an_orchestrator_ends_it_and_the_watchdog_lets_it_go_on_where_it_stood()
    {
        var (calls, steps) = (0, 0);
        RegisterTwoSteps(() => Interlocked.Increment(ref steps));
        // The second turn does not come through: the answer of the first step is in the history by then, but not what followed from it.
        _backend.BeforeCall = name => Break(name == "Two" && Interlocked.Increment(ref calls) == 2);
        await _backend.StartAsync();
        var failed = await _backend.Run("Two", 1);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains(
            "failed with an unhandled exception",
            failed.FailureDetails!.ErrorMessage,
            StringComparison.Ordinal
        );

        var report = await Watchdog.RunAsync(Cancellation);

        Assert.Equal([failed.InstanceId], report.Rewound);
        Assert.Equal(3, (await _backend.End(failed.InstanceId)).ReadOutputAs<int>());
        Assert.Equal(2, steps);
        Assert.Empty((await Watchdog.RunAsync(Cancellation)).Rewound);
    }

    [Fact]
    public async Task The_watchdog_gives_an_instance_up_after_three_tries_even_if_it_is_another_watchdog()
    {
        RegisterTwoSteps(() => 0);
        _backend.BeforeCall = name => Break(name == "Two");
        await _backend.StartAsync();
        var id = (await _backend.Run("Two", 1)).InstanceId;

        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal([id], (await Watchdog.RunAsync(Cancellation)).Rewound);
            await _backend.End(id);
        }
        var last = await Watchdog.RunAsync(Cancellation);

        Assert.Empty(last.Rewound);
        Assert.Equal([id], last.GivenUp);
    }

    [Fact]
    public async Task Where_the_store_cannot_rewind_the_watchdog_restarts()
    {
        var calls = 0;
        RegisterTwoSteps(() => 0);
        _backend.Hub.CanRewind = false;
        _backend.BeforeCall = name => Break(name == "Two" && Interlocked.Increment(ref calls) == 1);
        await _backend.StartAsync();
        var id = (await _backend.Run("Two", 1)).InstanceId;

        var report = await Watchdog.RunAsync(Cancellation);

        Assert.Equal([id], report.Restarted);
        Assert.Equal(3, (await _backend.End(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_failed_call_of_a_grandchild_is_mended_from_the_top()
    {
        var calls = 0;
        RegisterTwoSteps(() => 0);
        _backend
            .Registry.AddOrchestratorFunc<int, int>(
                "Parent",
                (context, n) => context.CallSubOrchestratorAsync<int>("Two", n)
            )
            .AddOrchestratorFunc<int, int>(
                "Grandparent",
                (context, n) => context.CallSubOrchestratorAsync<int>("Parent", n)
            );
        _backend.BeforeCall = name => Break(name == "Two" && Interlocked.Increment(ref calls) == 1);
        await _backend.StartAsync();
        var failed = await _backend.Run("Grandparent", 1);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);

        var report = await Watchdog.RunAsync(Cancellation);

        Assert.Equal([failed.InstanceId], report.Rewound);
        Assert.Single(report.LeftToParent);
        Assert.Equal(3, (await _backend.End(failed.InstanceId)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_failed_call_that_the_parent_has_dealt_with_is_left()
    {
        RegisterTwoSteps(() => 0);
        _backend.Registry.AddOrchestratorFunc<int, string>(
            "Careful",
            async (context, n) =>
            {
                try
                {
                    return $"{await context.CallSubOrchestratorAsync<int>("Two", n)}";
                }
                catch (TaskFailedException)
                {
                    return "instead";
                }
            }
        );
        _backend.BeforeCall = name => Break(name == "Two");
        await _backend.StartAsync();
        Assert.Equal("instead", (await _backend.Run("Careful", 1)).ReadOutputAs<string>());

        var report = await Watchdog.RunAsync(Cancellation);

        Assert.Single(report.LeftToParent);
        Assert.Empty(report.Rewound.Concat(report.Restarted).Concat(report.GivenUp));
    }

    [Fact]
    public async Task A_bug_in_an_orchestrator_is_its_own_failure_and_none_of_the_watchdogs_affairs()
    {
        _backend.Registry.AddOrchestratorFunc<int, int>("Bug", (_, n) => throw new ArgumentException("bug"));
        await _backend.StartAsync();

        var ended = await _backend.Run("Bug", 1);

        Assert.Equal("System.ArgumentException", ended.FailureDetails!.ErrorType);
        var report = await Watchdog.RunAsync(Cancellation);
        Assert.Empty(report.Rewound.Concat(report.Restarted).Concat(report.GivenUp));
    }

    [Fact]
    public async Task Digits_and_dates_survive_activities_children_events_and_generations()
    {
        Assert.NotEqual(Exact, HostRewriting.Rewrite(Exact));
        string Same(JsonElement json) =>
            json.GetRawText() == Exact ? Exact : throw new ArgumentException(json.GetRawText());
        _backend
            .Registry.AddOrchestratorFunc<JsonElement, JsonElement>(
                "Carry",
                async (context, input) =>
                {
                    Same(input);
                    var fromActivity = await context.CallActivityAsync<JsonElement>("Echo", input);
                    Same(fromActivity);
                    Same(await context.CallSubOrchestratorAsync<JsonElement>("Child", fromActivity));
                    var raised = await context.WaitForExternalEvent<JsonElement>("exact");
                    Same(raised);
                    context.SetCustomStatus(raised);
                    return raised;
                }
            )
            .AddOrchestratorFunc<JsonElement, JsonElement>(
                "Child",
                (context, input) =>
                {
                    Same(input);
                    return context.CallActivityAsync<JsonElement>("Echo", input);
                }
            )
            .AddOrchestratorFunc<JsonElement[], JsonElement>(
                "Renew",
                (context, inputs) =>
                {
                    if (inputs.Length < 3)
                    {
                        context.ContinueAsNew(inputs.Append(inputs[0]).ToArray());
                    }
                    return Task.FromResult(inputs[^1]);
                }
            )
            .AddActivityFunc<JsonElement, JsonElement>(
                "Echo",
                (_, input) => Task.FromResult(JsonSerializer.Deserialize<JsonElement>(Same(input)))
            );
        await _backend.StartAsync();
        var exact = JsonSerializer.Deserialize<JsonElement>(Exact);

        var id = await Client.ScheduleNewOrchestrationInstanceAsync(
            "Carry",
            exact,
            new(Version: "1"),
            cancellation: Cancellation
        );
        await Client.RaiseEventAsync(id, "exact", exact, cancellation: Cancellation);
        var carried = await _backend.End(id);
        var renewed = await _backend.Run("Renew", new[] { exact });

        Assert.Equal(OrchestrationRuntimeStatus.Completed, carried.RuntimeStatus);
        Assert.Equal(Exact, carried.SerializedInput);
        Assert.Equal(Exact, carried.SerializedOutput);
        Assert.Equal(Exact, carried.SerializedCustomStatus);
        Assert.Equal("1", carried.Version);
        Assert.Equal(Exact, renewed.SerializedOutput);
    }

    [Fact]
    public async Task A_message_that_is_delivered_twice_starts_once_even_after_the_first_has_ended()
    {
        var runs = 0;
        _backend.Registry.AddOrchestratorFunc<int, int>(
            "Once",
            (_, n) => Task.FromResult(Interlocked.Increment(ref runs))
        );
        await _backend.StartAsync();
        var options = new StartOrchestrationOptions("message-42");
        await Client.ScheduleNewOrchestrationInstanceAsync("Once", 1, options, cancellation: Cancellation);
        await _backend.End("message-42");

        // The extension itself would let the new one take the place of the one that has ended.
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() =>
            Client.ScheduleNewOrchestrationInstanceAsync("Once", 1, options, cancellation: Cancellation)
        );
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_wait_of_ten_days_is_made_of_timers_that_the_store_can_hold()
    {
        _backend.Registry.AddOrchestratorFunc<int, DateTime>(
            "Wait",
            async (context, days) =>
            {
                await context.CreateTimer(TimeSpan.FromDays(days), CancellationToken.None);
                return context.CurrentUtcDateTime;
            }
        );
        await _backend.StartAsync();
        var due = _backend.Clock.GetUtcNow().AddDays(10);
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Wait", 10, cancellation: Cancellation);
        for (var timers = 1; timers <= 4; timers++)
        {
            await Eventually.Is(async () =>
                (await Client.GetHistoryAsync(id))!.OfType<TimerCreated>().Count() == timers
            );
            Assert.False((await Client.GetInstanceAsync(id, cancellation: Cancellation))!.IsCompleted);
            _backend.Clock.Advance(TimeSpan.FromDays(timers < 4 ? 3 : 1));
        }

        Assert.Equal(due.UtcDateTime, (await _backend.End(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task A_turn_that_is_run_again_finds_the_child_that_it_made_before()
    {
        TaskCompletionSource entered = new();
        _backend
            .Registry.AddOrchestratorFunc<int, int>(
                "Parent",
                async (context, n) => await context.CallSubOrchestratorAsync<int>("Child", n)
            )
            .AddOrchestratorFunc<int, int>("Child", (context, n) => context.WaitForExternalEvent<int>("go"));
        _backend.BeforeCall = name =>
        {
            if (name == "Child")
            {
                entered.TrySetResult();
            }
        };
        await _backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Parent", 1, cancellation: Cancellation);
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        await _backend.CrashAndRestartAsync();
        var child = Assert.Single(
            (await Client.QueryInstancesAsync(new(Name: "Child"), cancellation: Cancellation)).Instances
        );
        Assert.Equal(id, child.ParentInstanceId);
        await Client.RaiseEventAsync(child.InstanceId, "go", 7, cancellation: Cancellation);

        Assert.Equal(7, (await _backend.End(id)).ReadOutputAs<int>());
        Assert.Single((await Client.QueryInstancesAsync(new(Name: "Child"), cancellation: Cancellation)).Instances);
    }

    private void RegisterTwoSteps(Func<int> onStep) =>
        _backend
            .Registry.AddOrchestratorFunc<int, int>(
                "Two",
                async (context, n) =>
                    await context.CallActivityAsync<int>("Step", await context.CallActivityAsync<int>("Step", n))
            )
            .AddActivityFunc<int, int>(
                "Step",
                (_, n) =>
                {
                    onStep();
                    return Task.FromResult(n + 1);
                }
            );

    private static void Break(bool now)
    {
        if (now)
        {
            throw new HttpRequestException("The handler did not answer.");
        }
    }
}
