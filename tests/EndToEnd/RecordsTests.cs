using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed class RecordsTests(PlatformFixture platform)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_show_every_record_once_and_the_changes_add_up_to_them()
    {
        var (path, seen) = await Synchronised();
        var listed = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        await foreach (var item in All($"{path}/businessPartners?limit=7", false))
        {
            Assert.True(listed.TryAdd(item["key"]!.GetValue<string>(), item));
        }
        var followed = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        await foreach (var item in All($"{path}/businessPartners/changes?limit=50", true))
        {
            var (record, key) = (item["record"]!, item["record"]!["key"]!.GetValue<string>());
            Assert.Matches("^(run|mrn)_", item["runId"]!.GetValue<string>());
            if (item["change"]!.GetValue<string>() == "deleted")
            {
                Assert.True(followed.Remove(key));
            }
            else
            {
                followed[key] = record;
            }
        }

        Assert.Equal(seen, listed.Count);
        Assert.Equal(listed.Keys.Order(StringComparer.Ordinal), followed.Keys.Order(StringComparer.Ordinal));
        Assert.All(listed, l => Assert.True(JsonNode.DeepEquals(l.Value, followed[l.Key])));
        var (first, record1) = listed.First();
        Assert.True(JsonNode.DeepEquals(record1, (await platform.Owner.Get($"{path}/businessPartners/{first}")).Json));
    }

    [Fact]
    public async Task The_cursor_of_the_last_change_stays_good_and_foreign_ones_are_refused()
    {
        var (path, _) = await Synchronised();
        string? cursor = null;
        await foreach (var _ in All($"{path}/invoices/changes?limit=200", true, c => cursor = c)) { }

        var again = await platform.Owner.Get($"{path}/invoices/changes?cursor={Uri.EscapeDataString(cursor!)}");
        Assert.Equal((200, 0), (again.Status, again.Json!["items"]!.AsArray().Count));
        Assert.Equal(cursor, again.Field("next"));

        var list = (await platform.Owner.Get($"{path}/invoices?limit=1")).Field("next");
        foreach (
            var wrong in new[]
            {
                $"{path}/businessPartners/changes?cursor={Uri.EscapeDataString(cursor!)}",
                $"{path}/businessPartners?cursor={Uri.EscapeDataString(list)}",
                $"{path}/invoices?cursor=nonsense",
                $"{path}/invoices/changes?cursor=nonsense",
            }
        )
        {
            var answer = await platform.Owner.Get(wrong);
            Assert.Equal((400, "cursor-invalid"), (answer.Status, answer.Code));
        }
        Assert.Equal("limit-invalid", (await platform.Owner.Get($"{path}/invoices/changes?limit=201")).Code);
    }

    [Fact]
    public async Task An_object_that_the_connector_does_not_read_is_answered_with_those_it_reads()
    {
        var (path, _) = await Synchronised();
        foreach (var name in new[] { "nothing", "a%3Fb", "a%23b", "~", new string('x', 300) })
        {
            foreach (var rest in new[] { "", "/changes", "/1" })
            {
                var answer = await platform.Owner.Get($"{path}/{name}{rest}");
                Assert.Equal((404, "object-not-found"), (answer.Status, answer.Code));
                Assert.Contains("businessPartners, invoices", answer.Field("detail"));
            }
            var write = await platform.Owner.Patch($"{path}/{name}/1", """{"fields":{"name":"x"} }""");
            Assert.Equal((404, "object-not-found"), (write.Status, write.Code));
        }
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a%3Fb")]
    [InlineData("a%01b")]
    [InlineData("~:checkpoint")]
    public async Task A_key_that_is_unknown_or_could_never_be_one_is_a_404(string key)
    {
        var (path, _) = await Synchronised();
        var read = await platform.Owner.Get($"{path}/businessPartners/{key}");
        var write = await platform.Owner.Patch($"{path}/businessPartners/{key}", """{"fields":{"name":"x"} }""");
        Assert.Equal((404, "not-found"), (read.Status, read.Code));
        Assert.Equal((404, "not-found"), (write.Status, write.Code));
    }

    [Fact]
    public async Task A_change_over_a_version_that_is_no_longer_the_sources_is_a_409()
    {
        var (path, _) = await Synchronised();
        var page = await platform.Owner.Get($"{path}/businessPartners?limit=1");
        var key = page.Json!["items"]![0]!["key"]!.GetValue<string>();
        var record = $"{path}/businessPartners/{key}";

        var first = await platform.Owner.Patch(record, """{"fields":{"name":"First"} }""");
        var second = await platform.Owner.Patch(record, """{"fields":{"name":"Second"} }""");
        var wrong = await platform.Owner.Patch(record, """{"fields":{"shoeSize":1} }""");

        Assert.Equal((200, key), (first.Status, first.Field("key")));
        Assert.Equal((409, "sap-etag-mismatch"), (second.Status, second.Code));
        Assert.Equal(422, wrong.Status);
        Assert.NotEqual(200, (await platform.Owner.Patch(record, """{"fields":null}""")).Status);

        await Synchronised(again: true);
        var third = await platform.Owner.Patch(record, """{"fields":{"name":"Third"} }""");
        Assert.Equal(200, third.Status);
    }

    [Fact]
    public async Task Everybody_of_the_tenant_reads_managers_write_and_strangers_see_nothing()
    {
        var (path, _) = await Synchronised();
        var accountant = await platform.SignIn(SeedDemo.TenantId, Role.Accountant);
        var url = $"{path}/businessPartners";
        Assert.Equal(200, (await accountant.Get(url)).Status);
        Assert.Equal(200, (await accountant.Get($"{url}/changes")).Status);
        Assert.Equal(403, (await accountant.Patch($"{url}/1", """{"fields":{"name":"x"} }""")).Status);
        Assert.Equal(404, (await platform.Stranger.Get(url)).Status);
        Assert.Equal(404, (await platform.Stranger.Patch($"{url}/1", """{"fields":{"name":"x"} }""")).Status);
        Assert.Equal(401, (await platform.Anonymous.Get(url)).Status);
    }

    private async IAsyncEnumerable<JsonNode> All(string path, bool isFeed, Action<string?>? onCursor = null)
    {
        string? cursor = null;
        while (true)
        {
            var page = await platform.Owner.Get($"{path}&cursor={Uri.EscapeDataString(cursor ?? "")}");
            Assert.Equal(200, page.Status);
            foreach (var item in page.Json!["items"]!.AsArray())
            {
                yield return item!;
            }
            var next = page.Json["next"]?.GetValue<string>();
            if (next is null || (isFeed && next == cursor))
            {
                onCursor?.Invoke(cursor);
                yield break;
            }
            cursor = next;
        }
    }

    /// <summary>The path of the ERP's records after a run, and how many business partners that run saw.</summary>
    private async Task<(string Path, long Seen)> Synchronised(bool again = false)
    {
        var list = await platform.Owner.Get("/api/v1/integrations");
        var id = list.Json!["items"]!.AsArray().First(i => i!["connector"]!.GetValue<string>() == "sap-s4hana")![
            "id"
        ]!.GetValue<string>();
        var sync = $"/api/v1/integrations/{id}/sync";
        var runs = platform.Services.GetRequiredService<SyncRuns>();
        var client = platform.Services.GetRequiredService<DurableTaskClient>();
        if (await runs.Latest(SeedDemo.TenantId, id, Ct) is { } latest)
        {
            await client.WaitForInstanceCompletionAsync(latest.Id, false, Ct);
        }
        if (again || await runs.Latest(SeedDemo.TenantId, id, Ct) is null)
        {
            var started = await platform.Owner.Post(sync);
            await client.WaitForInstanceCompletionAsync(started.Field("runId"), false, Ct);
        }
        var run = await platform.Owner.Get(sync);
        var partners = run.Json!["result"]!["objects"]!
            .AsArray()
            .First(o => o!["objectName"]!.GetValue<string>() == "businessPartners")!;
        return ($"/api/v1/integrations/{id}/records", partners["seen"]!.GetValue<long>());
    }
}
