using System.Text.Json.Nodes;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.Replay;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed class WorkflowTests(PlatformFixture platform)
{
    private const string Path = "/api/v1/workflows";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DurableTaskClient Client => platform.Services.GetRequiredService<DurableTaskClient>();

    [Fact]
    public async Task A_workflow_and_its_sub_workflow_are_the_tenants_and_nobody_elses()
    {
        var id = await Start("Greeting", "parent");
        var child = await Until($"{id}-child", w => w["customStatus"]?.GetValue<string>() == "waiting");

        Assert.Equal(id, child["parentId"]!.GetValue<string>());
        foreach (var path in new[] { id, $"{id}-child", $"{id}/history" })
        {
            Assert.Equal(200, (await platform.Owner.Get($"{Path}/{path}")).Status);
            Assert.Equal(404, (await platform.Stranger.Get($"{Path}/{path}")).Status);
        }
        foreach (var verb in new[] { "terminate", "suspend", "resume", "rewind", "restart", "events/name" })
        {
            Assert.Equal(404, (await platform.Stranger.Post($"{Path}/{id}/{verb}")).Status);
        }
        Assert.Equal(404, (await platform.Stranger.Send(HttpMethod.Delete, $"{Path}/{id}", null)).Status);

        Assert.Equal(202, (await platform.Owner.Post($"{Path}/{id}-child/events/NAME", "\"Ann\"")).Status);
        await End(id);
        Assert.Equal("Hello Ann", (await platform.Owner.Get($"{Path}/{id}")).Field("output"));
        var ended = await platform.Owner.Post($"{Path}/{id}/events/name", "\"Bob\"");
        Assert.Equal((409, "workflow-ended"), (ended.Status, ended.Code));
    }

    [Fact]
    public async Task The_list_is_narrowed_by_status_name_time_and_prefix()
    {
        var prefix = $"w{Guid.NewGuid():N}"[..12];
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await Start("Greeting", "x", $"{prefix}-a");
        await Start("Fragile", $"{prefix}-b", $"{prefix}-b");
        await End($"{prefix}-b");
        await Until($"{prefix}-a", w => w["status"]!.GetValue<string>() == "running");

        Task<string[]> List(string query) => Ids($"{Path}?prefix={prefix}&{query}");
        Assert.Equal([$"{prefix}-b", $"{prefix}-a"], await List(""));
        Assert.Equal([$"{prefix}-b", $"{prefix}-a"], await List("status=completed&status=running"));
        Assert.Equal([$"{prefix}-a"], await List("status=running"));
        Assert.Equal([$"{prefix}-b"], await List("name=Fragile"));
        Assert.Equal(2, (await List($"createdFrom={before:yyyy-MM-ddTHH:mm:ssZ}")).Length);
        Assert.Empty(await List($"createdTo={before:yyyy-MM-ddTHH:mm:ssZ}"));
        Assert.Empty(await platform.Stranger.Get($"{Path}?prefix={prefix}") is { } other ? Items(other) : []);
    }

    [Theory]
    [InlineData("status=asleep", "status")]
    [InlineData("status=99", "status")]
    [InlineData("createdFrom=yesterday", "createdFrom")]
    [InlineData("createdFrom=2026-02-01T00:00:00Z&createdTo=2026-01-01T00:00:00Z", "createdFrom")]
    [InlineData("prefix=a%25b", "prefix")]
    [InlineData("name=a%20b", "name")]
    public async Task A_filter_that_makes_no_sense_is_refused(string query, string parameter)
    {
        var answer = await platform.Owner.Get($"{Path}?{query}");

        Assert.Equal((400, "parameter-invalid"), (answer.Status, answer.Code));
        Assert.Contains($"'{parameter}'", answer.Field("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_is_paged_and_its_payloads_and_the_input_are_for_managers()
    {
        var auditor = await platform.SignIn(SeedDemo.TenantId, Role.Auditor);
        var id = await Start("Fragile", "secret-input");
        await End(id);

        var seen = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var after = cursor is null ? "" : $"&cursor={cursor}";
            var page = await auditor.Get($"{Path}/{id}/history?limit=3{after}");
            Assert.DoesNotContain("secret-input", page.Text, StringComparison.Ordinal);
            seen.AddRange(Items(page));
            cursor = page.Json!["next"]?.GetValue<string>();
        } while (cursor is not null);

        Assert.Equal(
            [
                "orchestratorStarted",
                "executionStarted",
                "taskScheduled",
                "orchestratorCompleted",
                "orchestratorStarted",
                "taskCompleted",
                "executionCompleted",
                "orchestratorCompleted",
            ],
            seen.Select(e => e["type"]!.GetValue<string>())
        );
        Assert.Equal(Enumerable.Range(0, 8), seen.Select(e => e["index"]!.GetValue<int>()));
        Assert.Equal("BreakOnDemand", seen[2]["name"]!.GetValue<string>());
        Assert.Equal(0, seen[5]["step"]!.GetValue<int>());
        Assert.Equal(403, (await auditor.Get($"{Path}/{id}/history?payloads=true")).Status);
        Assert.Equal(403, (await auditor.Get($"{Path}/{id}/history?format=export")).Status);
        Assert.Null((await auditor.Get($"{Path}/{id}")).Json!["input"]);
        Assert.Equal("secret-input", (await platform.Owner.Get($"{Path}/{id}")).Field("input"));
        var full = Items(await platform.Owner.Get($"{Path}/{id}/history?payloads=true"));
        Assert.Equal("secret-input", full[5]["payload"]!.GetValue<string>());
        Assert.Equal("cursor-invalid", (await auditor.Get($"{Path}/{id}/history?cursor=99999999999")).Code);
        Assert.Equal("parameter-invalid", (await auditor.Get($"{Path}/{id}/history?format=xml")).Code);
    }

    [Fact]
    public async Task The_whole_history_is_downloaded_in_the_form_that_can_be_replayed()
    {
        var id = await Start("Fragile", "in");
        await End(id);

        var answer = await platform.Owner.Get($"{Path}/{id}/history?format=export");

        var history = HistoryReader.Read(System.Text.Encoding.UTF8.GetBytes(answer.Text));
        Assert.Equal(("Fragile", "\"in\""), (history.Instance.Name, history.Instance.Input));
        var registry = platform.Services.GetRequiredService<DurableTaskRegistry>();
        Assert.Null(HistoryReplay.Run(new OrchestrationExecutor(registry, platform.Services), history));
    }

    [Fact]
    public async Task A_workflow_is_held_let_go_and_ended_with_reasons_that_are_kept()
    {
        var id = await Start("Greeting", "x");
        await Until(id, w => w["status"]!.GetValue<string>() == "running");

        Assert.Equal(202, (await platform.Owner.Post($"{Path}/{id}/suspend", """{"reason":"audit"}""")).Status);
        await Until(id, w => w["status"]!.GetValue<string>() == "suspended");
        Assert.Equal(202, (await platform.Owner.Post($"{Path}/{id}/resume")).Status);
        await Until(id, w => w["status"]!.GetValue<string>() == "running");
        Assert.Equal("workflow-not-ended", (await platform.Owner.Post($"{Path}/{id}/restart")).Code);
        Assert.Equal("workflow-not-failed", (await platform.Owner.Post($"{Path}/{id}/rewind")).Code);
        Assert.Equal("workflow-not-ended", (await platform.Owner.Send(HttpMethod.Delete, $"{Path}/{id}", null)).Code);
        await platform.Owner.Post($"{Path}/{id}/terminate", """{"reason":"enough"}""");
        await End(id);

        Assert.StartsWith(
            "enough (by usr_",
            (await platform.Owner.Get($"{Path}/{id}")).Field("output"),
            StringComparison.Ordinal
        );
        var events = Items(await platform.Owner.Get($"{Path}/{id}/history"));
        Assert.Contains(
            events,
            e =>
                e["type"]!.GetValue<string>() == "executionSuspended"
                && e["detail"]!.GetValue<string>().StartsWith("audit (by usr_", StringComparison.Ordinal)
        );
        var long_ = await platform.Owner.Post($"{Path}/{id}/resume", $$"""{"reason":"{{new string('x', 501)}}"}""");
        Assert.Equal((422, "/reason"), (long_.Status, long_.Pointers.Single()));
        Assert.Equal("workflow-ended", (await platform.Owner.Post($"{Path}/{id}/resume")).Code);
    }

    [Fact]
    public async Task A_failed_workflow_is_rewound_and_an_ended_one_purged()
    {
        var input = Guid.NewGuid().ToString("N");
        TestWorkflows.Broken[input] = true;
        var id = await Start("Fragile", input);
        await End(id);
        var failed = await platform.Owner.Get($"{Path}/{id}");
        Assert.Equal("failed", failed.Field("status"));
        Assert.Contains("Broken on demand.", failed.Json!["failure"]!["message"]!.GetValue<string>());

        TestWorkflows.Broken[input] = false;
        Assert.Equal(202, (await platform.Owner.Post($"{Path}/{id}/rewind", """{"reason":"mended"}""")).Status);
        await End(id);

        Assert.Equal("completed", (await platform.Owner.Get($"{Path}/{id}")).Field("status"));
        Assert.Equal("restart-refused", (await platform.Owner.Post($"{Path}/{id}/restart")).Code);
        Assert.Equal(204, (await platform.Owner.Send(HttpMethod.Delete, $"{Path}/{id}", null)).Status);
        Assert.Equal(404, (await platform.Owner.Get($"{Path}/{id}")).Status);
    }

    [Fact]
    public async Task A_workflow_that_allows_it_is_restarted_in_its_place_and_beside_itself()
    {
        var id = await Start("Greeting", "x");
        await platform.Owner.Post($"{Path}/{id}/events/name", "\"Ann\"");
        await End(id);

        var beside = await platform.Owner.Post($"{Path}/{id}/restart", """{"newId":true}""");
        Assert.Equal(202, beside.Status);
        Assert.NotEqual(id, beside.Field("id"));
        Assert.Equal($"{Path}/{beside.Field("id")}", beside.Location);
        await platform.Owner.Post($"{Path}/{beside.Field("id")}/events/name", "\"Bob\"");
        await End(beside.Field("id"));
        Assert.Equal("Hello Bob", (await platform.Owner.Get(beside.Location!)).Field("output"));

        Assert.Equal(id, (await platform.Owner.Post($"{Path}/{id}/restart")).Field("id"));
        await platform.Owner.Post($"{Path}/{id}/events/name", "\"Cleo\"");
        await End(id);
        Assert.Equal("Hello Cleo", (await platform.Owner.Get($"{Path}/{id}")).Field("output"));
    }

    [Fact]
    public async Task Users_raise_no_event_that_the_orchestrator_does_not_name_and_none_to_a_payment()
    {
        var fragile = await Start("Fragile", "x");
        var waiting = await Start("Greeting", "x");
        // Started as the product starts it; there is no such payment, so it goes on asking.
        var payment = await Start(
            "PayInvoices",
            new
            {
                tenantId = "demo",
                paymentId = "pay_none",
                pollInterval = TimeSpan.FromMinutes(10),
                maxPollInterval = TimeSpan.FromMinutes(10),
            }
        );

        foreach (var (id, name) in new[] { (fragile, "name"), (waiting, "other"), (payment, "changed") })
        {
            var answer = await platform.Owner.Post($"{Path}/{id}/events/{name}", "{}");
            Assert.Equal((403, "event-not-allowed"), (answer.Status, answer.Code));
        }
        var registry = platform.Services.GetRequiredService<DurableTaskRegistry>();
        Assert.Empty(registry.SteeringOf("PayInvoices").Events);
        var large = await platform.Owner.Post($"{Path}/{waiting}/events/name", $"\"{new string('x', 70_000)}\"");
        Assert.Equal((413, "body-too-large"), (large.Status, large.Code));
        Assert.Equal("body-invalid", (await platform.Owner.Post($"{Path}/{waiting}/events/name", "{")).Code);
        await platform.Owner.Post($"{Path}/{waiting}/terminate");
        await platform.Owner.Post($"{Path}/{payment}/terminate");
        await End(payment);
        var beside = await platform.Owner.Post($"{Path}/{payment}/restart", """{"newId":true}""");
        Assert.Equal((409, "restart-refused"), (beside.Status, beside.Code));
    }

    [Fact]
    public async Task Only_those_who_manage_workflows_may_steer_them()
    {
        var id = await Start("Greeting", "x");
        foreach (var role in new[] { Role.Accountant, Role.Approver, Role.Auditor })
        {
            var user = await platform.SignIn(SeedDemo.TenantId, role);
            Assert.Equal(200, (await user.Get($"{Path}/{id}")).Status);
            foreach (var verb in new[] { "terminate", "suspend", "resume", "rewind", "restart", "events/name" })
            {
                Assert.Equal(403, (await user.Post($"{Path}/{id}/{verb}")).Status);
            }
            Assert.Equal(403, (await user.Send(HttpMethod.Delete, $"{Path}/{id}", null)).Status);
        }
        var developer = await platform.SignIn(SeedDemo.TenantId, Role.Developer);
        Assert.Equal(202, (await developer.Post($"{Path}/{id}/terminate")).Status);
    }

    private Task<string> Start(string name, object input, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(
            name,
            input,
            new StartOrchestrationOptions(
                id ?? $"wf_{Guid.NewGuid():N}",
                Tags: new Dictionary<string, string> { [StartOrchestrationOptions.TenantTag] = SeedDemo.TenantId }
            ),
            Ct
        );

    private Task End(string id) => Client.WaitForInstanceCompletionAsync(id, false, Ct);

    private async Task<JsonNode> Until(string id, Func<JsonNode, bool> holds)
    {
        while (true)
        {
            var answer = await platform.Owner.Get($"{Path}/{id}");
            if (answer.Status == 200 && holds(answer.Json!))
            {
                return answer.Json!;
            }
            await Task.Yield();
        }
    }

    private async Task<string[]> Ids(string path) =>
        [.. Items(await platform.Owner.Get(path)).Select(i => i["id"]!.GetValue<string>())];

    private static List<JsonNode> Items(Answer answer) => [.. answer.Json!["items"]!.AsArray().Select(i => i!)];
}
