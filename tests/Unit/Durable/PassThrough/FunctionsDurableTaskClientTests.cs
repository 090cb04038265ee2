using System.Collections.Concurrent;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Durable.PassThrough.Client;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Durable.PassThrough;

/// <summary>What the extension does not do by itself, or does otherwise than our client promises.</summary>
public sealed class FunctionsDurableTaskClientTests : IAsyncLifetime
{
    private readonly PassThroughWorkflowBackend _backend = new();
    private readonly ConcurrentQueue<string> _keys = [];
    private int _failures;

    private DurableTaskClient Client => _backend.Client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _backend
            .Registry.AddOrchestratorFunc<int, int>(
                "Flow",
                async (context, n) =>
                    await context.CallActivityAsync<int>("Late", await context.CallActivityAsync<int>("Sound", n))
            )
            .AddOrchestratorFunc<int, int>("Above", (context, n) => context.CallSubOrchestratorAsync<int>("Flow", n))
            .AddOrchestratorFunc<int, int>(
                "Tree",
                (context, depth) =>
                    depth == 0
                        ? context.WaitForExternalEvent<int>("never")
                        : context.CallSubOrchestratorAsync<int>("Tree", depth - 1)
            )
            .AddOrchestratorFunc<int, int>("Quick", (_, n) => Task.FromResult(n))
            .AddActivityFunc<int, int>("Sound", (context, n) => Keep(context, n))
            .AddActivityFunc<int, int>(
                "Late",
                (context, n) =>
                    Interlocked.Decrement(ref _failures) >= 0 ? throw new TimeoutException("not yet") : Keep(context, n)
            );
        await _backend.StartAsync();
    }

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Theory]
    [InlineData("Flow")]
    [InlineData("Above")]
    public async Task Rewinding_runs_the_step_that_failed_once_more_and_keeps_the_others(string name)
    {
        _failures = 1;
        var failed = await _backend.Run(name, 1);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);

        Assert.True(
            await Client.RewindInstanceAsync(failed.InstanceId, "the bank is back", cancellation: Cancellation)
        );

        Assert.Equal(3, (await _backend.End(failed.InstanceId)).ReadOutputAs<int>());
        Assert.Equal(2, _keys.Count);
        Assert.False(await Client.RewindInstanceAsync(failed.InstanceId, cancellation: Cancellation));
        Assert.False(await Client.RewindInstanceAsync("nobody", cancellation: Cancellation));
    }

    [Fact]
    public async Task An_activity_whose_call_did_not_come_through_is_run_once_more_by_a_rewind_under_its_key()
    {
        var broken = 1;
        _backend.BeforeCall = name =>
        {
            if (name == "Late" && Interlocked.Decrement(ref broken) >= 0)
            {
                throw new HttpRequestException("The handler did not answer.");
            }
        };
        var failed = await _backend.Run("Flow", 1);
        Assert.Contains(
            "FunctionInvocationException",
            failed.FailureDetails!.InnerFailure!.ErrorType,
            StringComparison.Ordinal
        );

        Assert.True(await Client.RewindInstanceAsync(failed.InstanceId, cancellation: Cancellation));

        Assert.Equal(3, (await _backend.End(failed.InstanceId)).ReadOutputAs<int>());
        var execution = (await Client.GetHistoryAsync(failed.InstanceId, cancellation: Cancellation))!
            .OfType<IntegrationFunctions.Durable.History.ExecutionStarted>()
            .Single()
            .ExecutionId;
        Assert.Equal(
            [IdempotencyKeys.Of(failed.InstanceId, execution, 0), IdempotencyKeys.Of(failed.InstanceId, execution, 1)],
            _keys
        );
    }

    [Fact]
    public async Task Terminating_a_tree_ends_all_that_wait_in_it()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Tree", 3, cancellation: Cancellation);
        var other = await Client.ScheduleNewOrchestrationInstanceAsync("Tree", 0, cancellation: Cancellation);
        await Eventually.Is(async () => (await Open()).Count == 5);

        Assert.True(await Client.TerminateInstanceAsync(id, "enough", recursive: true, cancellation: Cancellation));

        await Eventually.Is(async () => (await Open()).Count == 1);
        Assert.Equal(other, Assert.Single(await Open()).InstanceId);
    }

    [Fact]
    public async Task Restarting_keeps_input_tags_and_version()
    {
        var options = new StartOrchestrationOptions(
            "again",
            Tags: new Dictionary<string, string> { ["tenant"] = "t1" },
            Version: "2"
        );
        await Client.ScheduleNewOrchestrationInstanceAsync("Quick", 5, options, cancellation: Cancellation);
        await _backend.End("again");

        Assert.Equal("again", await Client.RestartAsync("again", cancellation: Cancellation));
        await _backend.End("again");
        var copy = await _backend.End(
            await Client.RestartAsync("again", restartWithNewInstanceId: true, cancellation: Cancellation)
        );

        Assert.NotEqual("again", copy.InstanceId);
        Assert.Equal((5, "t1", "2"), (copy.ReadOutputAs<int>(), copy.Tags["tenant"], copy.Version));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Client.RestartAsync("nobody", cancellation: Cancellation));
        var open = await Client.ScheduleNewOrchestrationInstanceAsync("Tree", 0, cancellation: Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Client.RestartAsync(open, cancellation: Cancellation)
        );
    }

    [Fact]
    public async Task Purging_takes_what_has_ended_and_fits_and_nothing_else()
    {
        await StartTagged("a", "t1");
        _backend.Clock.Advance(TimeSpan.FromDays(2));
        var between = _backend.Clock.GetUtcNow().AddDays(-1);
        await StartTagged("b", "t1");
        await StartTagged("c", "t2");
        var open = await Client.ScheduleNewOrchestrationInstanceAsync("Tree", 0, cancellation: Cancellation);

        Assert.Equal(
            0,
            await Client.PurgeAllInstancesAsync(
                new(Statuses: [OrchestrationRuntimeStatus.Running]),
                cancellation: Cancellation
            )
        );
        Assert.Equal(1, await Client.PurgeAllInstancesAsync(new(CreatedTo: between), cancellation: Cancellation));
        Assert.Equal(
            1,
            await Client.PurgeAllInstancesAsync(new(TagName: "tenant", TagValue: "t2"), cancellation: Cancellation)
        );
        Assert.Null(await Client.GetInstanceAsync("a", cancellation: Cancellation));
        Assert.Null(await Client.GetInstanceAsync("c", cancellation: Cancellation));
        Assert.Equal(1, await Client.PurgeAllInstancesAsync(new(), cancellation: Cancellation));
        Assert.NotNull(await Client.GetInstanceAsync(open, cancellation: Cancellation));
        Assert.False(await Client.PurgeInstanceAsync(open, cancellation: Cancellation));
    }

    [Fact]
    public async Task Lists_go_back_in_time_over_months_page_by_page()
    {
        for (var i = 0; i < 9; i++)
        {
            await StartTagged($"{(char)('i' - i)}-{i}", i % 2 == 0 ? "even" : "odd");
            _backend.Clock.Advance(TimeSpan.FromDays(i * i));
        }
        var seen = new List<string>();
        var query = new OrchestrationQuery("tenant", "even", PageSize: 2);
        do
        {
            var page = await Client.QueryInstancesAsync(query, cancellation: Cancellation);
            Assert.InRange(page.Instances.Count, 1, 2);
            seen.AddRange(page.Instances.Select(i => i.InstanceId));
            query = query with { ContinuationToken = page.ContinuationToken };
        } while (query.ContinuationToken is not null);

        Assert.Equal(["a-8", "c-6", "e-4", "g-2", "i-0"], seen);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Client.QueryInstancesAsync(new(ContinuationToken: "x"), cancellation: Cancellation)
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Client.QueryInstancesAsync(new(PageSize: 0), cancellation: Cancellation)
        );
    }

    [Fact]
    public async Task The_extension_hands_out_no_histories_and_the_client_says_so()
    {
        await using var backend = new PassThroughWorkflowBackend(handsOutHistories: false);
        backend.Registry.AddOrchestratorFunc<int, int>("Quick", (_, n) => Task.FromResult(n));
        await backend.StartAsync();
        var id = (await backend.Run("Quick", 1)).InstanceId;

        await Assert.ThrowsAsync<HistoryNotSupportedException>(() =>
            backend.Client.GetHistoryAsync(id, cancellation: Cancellation)
        );
        Assert.Null(await backend.Client.GetHistoryAsync("nobody", cancellation: Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@x")]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("a\tb")]
    [InlineData(
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901"
    )]
    public async Task An_id_that_the_store_could_not_keep_is_refused_before_it_is_sent(string id)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Client.ScheduleNewOrchestrationInstanceAsync("Quick", 1, new(id), cancellation: Cancellation)
        );

        Assert.Contains("1 to 100 characters", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_is_too_long_for_a_message_is_refused_with_its_limit()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            Client.ScheduleNewOrchestrationInstanceAsync(
                "Quick",
                new string('x', 5_000_000),
                cancellation: Cancellation
            )
        );

        Assert.Contains("4194304", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_for_an_end_waits_over_a_restart_of_the_host()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Tree", 0, cancellation: Cancellation);
        var waiting = Client.WaitForInstanceCompletionAsync(id, cancellation: Cancellation);
        await Eventually.Is(() => Task.FromResult(_backend.Hub.Waiting == 1));

        await _backend.CrashAndRestartAsync();
        await Client.RaiseEventAsync(id, "never", 5, Cancellation);
        await Eventually.Is(() =>
        {
            _backend.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(waiting.IsCompleted);
        });

        Assert.Equal(5, (await waiting).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_host_that_is_gone_is_said_to_be()
    {
        await _backend.StopAsync(Cancellation);

        await Assert.ThrowsAsync<DurableEndpointUnknownException>(() =>
            Client.GetInstanceAsync("x", cancellation: Cancellation)
        );
    }

    private async Task<IReadOnlyList<OrchestrationMetadata>> Open() =>
        (await Client.QueryInstancesAsync(new(Statuses: [OrchestrationRuntimeStatus.Running]))).Instances;

    private async Task StartTagged(string id, string tenant)
    {
        var tags = new Dictionary<string, string> { ["tenant"] = tenant };
        await Client.ScheduleNewOrchestrationInstanceAsync("Quick", 1, new(id, Tags: tags));
        await _backend.End(id);
    }

    private Task<int> Keep(TaskActivityContext context, int n)
    {
        _keys.Enqueue(context.IdempotencyKey);
        return Task.FromResult(n + 1);
    }
}
