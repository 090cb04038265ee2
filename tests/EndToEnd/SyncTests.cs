using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed class SyncTests(PlatformFixture platform)
{
    [Fact]
    public async Task A_synchronisation_runs_to_its_proof_and_a_repeat_of_the_key_finds_it()
    {
        var id = await SapId();
        var path = $"/api/v1/integrations/{id}/sync";
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        await WaitForIdle(id);
        var started = await platform.Owner.Post(path, null, key);
        Assert.Equal(202, started.Status);
        var runId = started.Field("runId");
        Assert.Equal($"/api/v1/workflows/{runId}", started.Location);

        var second = await platform.Owner.Post(path);
        Assert.True(second.Status == 202 || second.Field("runId") == runId, "two runs at once");
        await WaitForIdle(id);

        var run = await platform.Owner.Get($"{path}/history/{runId}");
        Assert.Equal("succeeded", run.Field("status"));
        Assert.True(run.Json!["result"]!["ties"]!.GetValue<bool>(), run.Text);
        var repeat = await platform.Owner.Post(path, null, key);
        Assert.Equal((202, runId), (repeat.Status, repeat.Field("runId")));
        var history = await platform.Owner.Get($"{path}/history");
        Assert.Contains(history.Json!["items"]!.AsArray(), i => i!["runId"]!.GetValue<string>() == runId);
        Assert.Equal("completed", (await platform.Owner.Get($"/api/v1/workflows/{runId}")).Field("status"));
        // Every one of its records was new to some run of this month.
        var records = (await platform.Owner.Get("/api/v1/usage")).Json!["records"]!;
        var brought = (await platform.Owner.Get($"{path}/history")).Json!["items"]!
            .AsArray()
            .SelectMany(item => item!["result"]?["objects"]?.AsArray() ?? [])
            .Sum(item => (long)item!["added"]! + (long)item["updated"]!);
        Assert.True(brought > 0 && (long)records["used"]! >= brought, $"{records["used"]} counted, {brought} brought.");
        Assert.Equal((long)records["limit"]! - (long)records["used"]!, (long)records["remaining"]!);
        Assert.Equal("workflow-ended", (await platform.Owner.Post($"/api/v1/workflows/{runId}/suspend")).Code);
    }

    private async Task<string> SapId()
    {
        var list = await platform.Owner.Get("/api/v1/integrations");
        return list.Json!["items"]!.AsArray().First(i => i!["connector"]!.GetValue<string>() == "sap-s4hana")![
            "id"
        ]!.GetValue<string>();
    }

    private async Task WaitForIdle(string id)
    {
        var ct = TestContext.Current.CancellationToken;
        if (await platform.Services.GetRequiredService<SyncRuns>().Latest("demo", id, ct) is { } run)
        {
            await platform
                .Services.GetRequiredService<DurableTaskClient>()
                .WaitForInstanceCompletionAsync(run.Id, false, ct);
        }
    }
}
