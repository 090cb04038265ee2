// The waits of these tests have a limit of their own.
#pragma warning disable xUnit1051
using System.Diagnostics;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What the embedded backend alone promises of its file: payloads kept aside, retention, damage, tenants that take turns.</summary>
public sealed class EmbeddedWorkflowStoreTests : IAsyncDisposable
{
    private readonly EmbeddedDurableTaskOptions _options = new();
    private readonly EmbeddedWorkflowBackend _backend;

    public EmbeddedWorkflowStoreTests() => _backend = new EmbeddedWorkflowBackend(_options);

    private DurableTaskClient Client => _backend.Client;

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    private long Count(string sql) => _backend.Database.Read(scope => (long)scope.Command(sql).ExecuteScalar()!);

    private void RegisterSteps() =>
        _backend
            .Registry.AddOrchestratorFunc<string, string>(
                "Grow",
                async (context, text) =>
                {
                    var longer = await context.CallActivityAsync<string>("Double", text);
                    var told = await context.WaitForExternalEvent<string>("more");
                    return longer + told;
                }
            )
            .AddOrchestratorFunc<string, string>("Echo", (_, text) => Task.FromResult(text))
            .AddOrchestratorFunc<object?, string>(
                "Fail",
                (_, _) => throw new InvalidOperationException("as it was told to")
            )
            .AddActivityFunc<string, string>("Double", (_, text) => Task.FromResult(text + text));

    [Fact]
    public async Task Large_payloads_lie_aside_and_come_back_whole_after_a_crash()
    {
        RegisterSteps();
        await _backend.StartAsync();
        var text = new string('é', 70_000);
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Grow", text);
        await Until(async () => (await Client.GetHistoryAsync(id))!.Any(e => e is TaskCompleted));

        await _backend.CrashAndRestartAsync();
        await Client.RaiseEventAsync(id, "more", text);
        var ended = await _backend.End(id);

        Assert.Equal(text + text + text, ended.ReadOutputAs<string>());
        Assert.Equal(text, (await Client.GetInstanceAsync(id))!.ReadInputAs<string>());
        Assert.Equal(text + text + text, (await Client.GetInstanceAsync(id))!.ReadOutputAs<string>());
        var history = (await Client.GetHistoryAsync(id))!;
        Assert.Equal(
            text + text,
            DataConverter.Deserialize<string>(Assert.Single(history.OfType<TaskCompleted>()).Result)
        );
        Assert.True(Count("SELECT max(length(events)) FROM workflows_history") < 10_000);
        Assert.True(Count("SELECT max(length(input)) FROM workflows_instances") < 100);
        // Input, step's input, its result, the event, the output: each once.
        Assert.Equal(5, Count("SELECT count(*) FROM workflows_payloads"));

        Assert.True(await Client.PurgeInstanceAsync(id));
        Assert.Equal(0, Count("SELECT count(*) FROM workflows_payloads"));
        Assert.Equal(0, Count("SELECT count(*) FROM workflows_history"));
    }

    [Fact]
    public async Task Starting_anew_leaves_no_payload_of_the_execution_before()
    {
        _backend
            .Registry.AddOrchestratorFunc<string, string>(
                "Loop",
                async (context, text) =>
                {
                    text = await context.CallActivityAsync<string>("Grow", text);
                    if (text.Length < 100_000)
                    {
                        context.ContinueAsNew(text);
                    }
                    return text;
                }
            )
            .AddActivityFunc<string, string>("Grow", (_, text) => Task.FromResult(text + new string('x', 10_000)));
        await _backend.StartAsync();

        var ended = await _backend.Run("Loop", "");

        Assert.Equal(100_000, ended.ReadOutputAs<string>()!.Length);
        // Of the last execution: the input, the step's input, its result, the output.
        Assert.Equal(4, Count("SELECT count(*) FROM workflows_payloads"));
    }

    [Fact]
    public async Task The_history_of_a_rewound_instance_says_why_and_no_longer_holds_the_failure()
    {
        var broken = true;
        _backend
            .Registry.AddOrchestratorFunc<object?, int>("Flow", (context, _) => context.CallActivityAsync<int>("Step"))
            .AddActivityFunc<object?, int>(
                "Step",
                (_, _) => broken ? throw new InvalidOperationException("out of order") : Task.FromResult(1)
            );
        await _backend.StartAsync();
        var failed = await _backend.Run("Flow");

        broken = false;
        Assert.True(await Client.RewindInstanceAsync(failed.InstanceId, "it was mended"));
        await _backend.CrashAndRestartAsync();
        await _backend.End(failed.InstanceId);

        var history = (await Client.GetHistoryAsync(failed.InstanceId))!;
        Assert.Contains(history, e => e is ExecutionRewound { Reason: "it was mended" });
        Assert.DoesNotContain(history, e => e is TaskFailed);
        Assert.Single(history, e => e is ExecutionCompleted);
    }

    [Fact]
    public async Task A_short_text_that_looks_like_a_reference_stays_what_it_is()
    {
        _backend.Registry.AddOrchestratorFunc<object?, string>(
            "Odd",
            (_, _) => throw new InvalidOperationException("\u00011")
        );
        await _backend.StartAsync();

        var ended = await _backend.Run("Odd");

        Assert.Equal("\u00011", ended.FailureDetails!.ErrorMessage);
        Assert.Equal("\u00011", (await Client.GetInstanceAsync(ended.InstanceId))!.SerializedOutput);
    }

    [Fact]
    public async Task Ended_instances_are_forgotten_when_their_time_is_over_and_failed_ones_later()
    {
        RegisterSteps();
        _options.CompletedRetention = TimeSpan.FromDays(30);
        _options.FailedRetention = TimeSpan.FromDays(90);
        await _backend.StartAsync();
        var done = await _backend.Run("Echo", "done");
        var failed = await _backend.Run("Fail");
        var open = await Client.ScheduleNewOrchestrationInstanceAsync("Grow", "a");

        _backend.Clock.Advance(TimeSpan.FromDays(29));
        var fresh = await _backend.Run("Echo", "fresh");
        _backend.Clock.Advance(TimeSpan.FromDays(2));
        await Until(async () => await Client.GetInstanceAsync(done.InstanceId) is null);
        Assert.NotNull(await Client.GetInstanceAsync(failed.InstanceId));
        _backend.Clock.Advance(TimeSpan.FromDays(60));
        await Until(async () => await Client.GetInstanceAsync(failed.InstanceId) is null);
        await Until(async () => await Client.GetInstanceAsync(fresh.InstanceId) is null);

        Assert.NotNull(await Client.GetInstanceAsync(open));
        Assert.Equal(1, Count("SELECT count(*) FROM workflows_instances"));
    }

    [Theory]
    [InlineData("UPDATE workflows_history SET events=substr(events, 1, length(events) - 7)", "can't be read")]
    [InlineData("DELETE FROM workflows_history WHERE seq=(SELECT min(seq) FROM workflows_history)", "beginning")]
    [InlineData("DELETE FROM workflows_payloads", "payload")]
    public async Task A_damaged_history_ends_its_instance_with_a_clear_failure_and_no_other(string damage, string why)
    {
        RegisterSteps();
        await _backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Grow", new string('a', 70_000));
        await Until(async () => (await Client.GetHistoryAsync(id))!.Any(e => e is TaskCompleted));
        var rows = Count("SELECT count(*) FROM workflows_history");
        await _backend.Database.Write(scope => scope.Execute(damage));
        rows -= damage.StartsWith("DELETE FROM workflows_history", StringComparison.Ordinal) ? 1 : 0;

        await _backend.CrashAndRestartAsync();
        await Client.RaiseEventAsync(id, "more", "b");
        var ended = await _backend.End(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("DamagedHistory", ended.FailureDetails!.ErrorType);
        Assert.Contains(why, ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(id, ended.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(rows, Count("SELECT count(*) FROM workflows_history"));
        await Assert.ThrowsAsync<DamagedHistoryException>(() => Client.RewindInstanceAsync(id));
        Assert.Equal("fine", (await _backend.Run("Echo", "fine")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task One_tenants_thousand_steps_do_not_hold_up_the_one_step_of_another()
    {
        _options.MaxConcurrentActivities = 2;
        var order = new List<string>();
        TaskCompletionSource open = new();
        _backend
            .Registry.AddOrchestratorFunc<int, int>(
                "Many",
                async (context, n) =>
                    (
                        await Task.WhenAll(Enumerable.Range(0, n).Select(_ => context.CallActivityAsync<int>("Step")))
                    ).Sum()
            )
            .AddActivityFunc<object?, int>(
                "Step",
                async (context, _) =>
                {
                    await open.Task;
                    lock (order)
                    {
                        order.Add(context.InstanceId);
                    }
                    return 1;
                }
            );
        await _backend.StartAsync();
        async Task<string> Start(string tenant, int n) =>
            await Client.ScheduleNewOrchestrationInstanceAsync(
                "Many",
                n,
                new StartOrchestrationOptions(
                    tenant,
                    Tags: new Dictionary<string, string> { [StartOrchestrationOptions.TenantTag] = tenant }
                )
            );
        await Start("large", 1000);
        await Start("small", 1);
        // Its step must be in the queue before the others go on.
        await Eventually.Is(async () =>
            await Client.GetInstanceAsync("small", cancellation: TestContext.Current.CancellationToken)
                is { RuntimeStatus: OrchestrationRuntimeStatus.Running }
        );
        open.SetResult();
        await _backend.End("small");
        await _backend.End("large");

        // Two places were taken before the small one came, and each may have taken up one more while it was let in.
        Assert.InRange(order.IndexOf("small"), 0, 6);
    }

    [Fact]
    public async Task Who_floods_his_own_backlog_is_made_to_wait_and_nobody_else_is()
    {
        _options.MaxConcurrentActivities = 1;
        _options.MaxBacklogPerTenant = 10;
        TaskCompletionSource entered = new();
        TaskCompletionSource open = new();
        _backend
            .Registry.AddOrchestratorFunc<object?, int>("One", (context, _) => context.CallActivityAsync<int>("Step"))
            .AddActivityFunc<object?, int>(
                "Step",
                async (_, _) =>
                {
                    entered.TrySetResult();
                    await open.Task;
                    return 1;
                }
            );
        await _backend.StartAsync();
        Task<string> Start(string tenant) =>
            Client.ScheduleNewOrchestrationInstanceAsync(
                "One",
                null,
                new StartOrchestrationOptions(
                    Tags: new Dictionary<string, string> { [StartOrchestrationOptions.TenantTag] = tenant }
                )
            );
        // One runs, and ten wait.
        List<string> begun = [await Start("large")];
        await entered.Task;
        for (var i = 0; i < 10; i++)
        {
            begun.Add(await Start("large"));
        }

        var held = Start("large");
        // Writes are in order: had the start before it gone through, it would be done by now.
        var small = await Start("small");
        Assert.False(held.IsCompleted);

        open.SetResult();
        await _backend.End(small);
        begun.Add(await held);
        foreach (var id in begun)
        {
            Assert.Equal(1, (await _backend.End(id)).ReadOutputAs<int>());
        }
    }

    [Fact]
    public async Task Steps_belong_to_the_trace_of_the_request_that_started_them()
    {
        var seen = new TaskCompletionSource<ActivityTraceId>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EmbeddedDurableTask.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        _backend
            .Registry.AddOrchestratorFunc<object?, int>("Parent", (c, _) => c.CallSubOrchestratorAsync<int>("Child"))
            .AddOrchestratorFunc<object?, int>("Child", (c, _) => c.CallActivityAsync<int>("Trace"))
            .AddActivityFunc<object?, int>(
                "Trace",
                (_, _) =>
                {
                    seen.TrySetResult(Activity.Current?.TraceId ?? default);
                    return Task.FromResult(1);
                }
            );
        await _backend.StartAsync();

        using var request = new Activity("request").Start();
        await _backend.Run("Parent");

        Assert.Equal(request.TraceId, await seen.Task);
    }

    [Fact]
    public async Task An_instance_of_a_version_that_is_not_here_waits_for_a_program_that_has_it()
    {
        _backend.Registry.AddOrchestratorFunc<object?, string>(
            "Versioned",
            async (context, _) => $"1: {await context.WaitForExternalEvent<string>("go")}",
            version: "1"
        );
        await _backend.StartAsync();
        var future = new StartOrchestrationOptions("future", Version: "2");
        await Client.ScheduleNewOrchestrationInstanceAsync("Versioned", null, future);
        var present = await Client.ScheduleNewOrchestrationInstanceAsync("Versioned");
        Assert.True(await Client.RaiseEventAsync("future", "go", "kept"));
        await Client.RaiseEventAsync(present, "go", "now");
        Assert.Equal("1: now", (await _backend.End(present)).ReadOutputAs<string>());
        Assert.Equal("1", (await Client.GetInstanceAsync(present))!.Version);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Client.GetInstanceAsync("future"))!.RuntimeStatus);

        _backend.Registry.AddOrchestratorFunc<object?, string>(
            "Versioned",
            async (context, _) => $"2: {await context.WaitForExternalEvent<string>("go")}",
            version: "2"
        );
        await _backend.CrashAndRestartAsync();

        Assert.Equal("2: kept", (await _backend.End("future")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_file_of_the_older_layout_is_brought_up_to_date_with_its_instances()
    {
        RegisterSteps();
        await _backend.StartAsync();
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Grow", "a");
        await Until(async () => (await Client.GetHistoryAsync(id))!.Any(e => e is TaskCompleted));
        // As the first layout kept it: a row a turn under key and number, the input in the event too.
        await _backend.Database.Write(scope =>
        {
            scope.Execute(
                "CREATE TABLE older(key INTEGER NOT NULL, batch INTEGER NOT NULL, at INTEGER NOT NULL, events BLOB NOT NULL, PRIMARY KEY(key, batch)) WITHOUT ROWID"
            );
            scope.Execute(
                "INSERT INTO older SELECT key, row_number() OVER (PARTITION BY key ORDER BY seq) - 1, at, events FROM workflows_history"
            );
            scope.Execute("DROP TABLE workflows_history");
            scope.Execute("ALTER TABLE older RENAME TO workflows_history");
            scope.Execute("DROP TABLE workflows_payloads");
            scope.Execute("ALTER TABLE workflows_instances DROP COLUMN trace");
            scope.Execute("ALTER TABLE workflows_inbox DROP COLUMN carried");
            return scope.Execute("UPDATE schema_versions SET version=1 WHERE module='workflows'");
        });

        await _backend.CrashAndRestartAsync();
        await Client.RaiseEventAsync(id, "more", "b");

        Assert.Equal("aab", (await _backend.End(id)).ReadOutputAs<string>());
    }

    private static async Task Until(Func<Task<bool>> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await wanted())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
