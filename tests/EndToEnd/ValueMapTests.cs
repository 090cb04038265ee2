using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>Value maps over HTTP, and in a mapping of the virtual SAP's records.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ValueMapTests(PlatformFixture platform)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_is_made_changed_exported_imported_and_deleted()
    {
        const string Path = "/api/v1/value-maps/e2e-units";
        const string Body = """{"title":"Units","entries":[{"from":"ST","to":"piece"},{"from":"=1+1","to":"-2"}]}""";
        var made = await Put(Path, Body);
        Assert.True(made.Status == 201, made.Text);
        Assert.Equal((428, "if-match-required"), Of(await Put(Path, Body)));
        Assert.Equal((412, "version-mismatch"), Of(await Put(Path, Body, ("If-Match", "\"7\""))));
        Assert.Equal(200, (await Put(Path, Body, ("If-Match", made.ETag!))).Status);
        var listed = (await platform.Owner.Get("/api/v1/value-maps?limit=200")).Json!["items"]!.AsArray();
        Assert.Equal(2, (int)listed.Single(item => (string?)item!["name"] == "e2e-units")!["entries"]!);

        var csv = await platform.Owner.Get($"{Path}/csv");
        Assert.Equal("from,to,note\r\nST,piece,\r\n'=1+1,'-2,\r\n", csv.Text);
        var same = await Import($"{Path}/csv", csv.Text, ("If-Match", csv.ETag!));
        Assert.True(same.Status == 200, same.Text);
        Assert.Equal((0, 0, 2), ((int)same.Json!["added"]!, (int)same.Json["changed"]!, (int)same.Json["unchanged"]!));
        var wrong = await Import($"{Path}/csv", "from;to\nKG\n", ("If-Match", same.ETag!));
        Assert.Equal((422, "/2/to"), (wrong.Status, wrong.Pointers.Single()));
        var plain = await platform.Owner.Send(HttpMethod.Put, $"{Path}/csv", "x", ("Content-Type", "text/plain"));
        Assert.Equal(415, plain.Status);
        var dry = await Import(
            $"{Path}/csv?dryRun=true&merge=true",
            "de;vers\nKG;kilogramme\n",
            ("If-Match", same.ETag!)
        );
        Assert.Equal((200, 1, true), (dry.Status, (int)dry.Json!["added"]!, (bool)dry.Json["dryRun"]!));

        Assert.Equal(204, (await platform.Owner.Send(HttpMethod.Delete, Path, null)).Status);
        Assert.Equal(404, (await platform.Owner.Get(Path)).Status);
        Assert.Equal(404, (await platform.Owner.Send(HttpMethod.Delete, Path, null)).Status);
    }

    [Fact]
    public async Task A_mapping_looks_values_up_reports_what_it_misses_and_takes_a_new_entry_up()
    {
        const string Path = "/api/v1/value-maps/e2e-languages";
        var made = await Put(Path, """{"default":"XX","entries":[{"from":"DE","to":"de"}]}""");
        Assert.True(made.Status == 201, made.Text);
        var integration = await Synchronised();
        var id = $"{integration}-businessPartners";
        var definition = (await platform.Owner.Get($"/api/v1/mappings/{id}/versions/0")).Json!["definition"]!;
        var language = definition["rules"]!.AsArray().Single(rule => (string?)rule!["target"] == "language")!;
        language["valueMap"] = "e2e-languages";
        var mapping = await platform.Owner.Get($"/api/v1/mappings/{id}");
        var saved = await platform.Owner.Post(
            $"/api/v1/mappings/{id}/versions",
            new JsonObject { ["definition"] = definition.DeepClone() }.ToJsonString(),
            ("If-Match", mapping.ETag!)
        );
        Assert.True(saved.Status == 201, saved.Text);

        var run = await Run($"/api/v1/mappings/{id}/activate", (int)saved.Json!["version"]!);
        Assert.Equal("succeeded", (string?)run["status"]);
        var misses = (await platform.Owner.Get($"{Path}/misses")).Json!["items"]!.AsArray();
        Assert.NotEmpty(misses);
        var missing = (string)misses[0]!["value"]!;
        Assert.NotEqual("DE", missing);
        Assert.Equal(id, (string?)misses[0]!["mappingId"]);
        Assert.Equal("value-map-in-use", (await platform.Owner.Send(HttpMethod.Delete, Path, null)).Code);

        var more = $$"""{"default":"XX","entries":[{"from":"DE","to":"de"},{"from":"{{missing}}","to":"zz"}]}""";
        Assert.Equal(200, (await Put(Path, more, ("If-Match", made.ETag!))).Status);
        var again = await Run($"/api/v1/mappings/{id}/activate", (int)saved.Json["version"]!);
        Assert.True((long)again["changedFields"]!["/language"]! > 0, again.ToJsonString());
        var why = (await platform.Owner.Get($"/api/v1/mappings/{id}/why/{misses[0]!["recordKey"]}")).Json!["why"]!;
        var origin = why.AsArray().Single(field => (string?)field!["field"] == "/language")!;
        Assert.Equal(("zz", missing), ((string?)origin["value"], (string?)origin["valueMap"]!["from"]));
        await Run($"/api/v1/mappings/{id}/undo", null);
        await Run($"/api/v1/mappings/{id}/undo", null);
        Assert.Equal(204, (await platform.Owner.Send(HttpMethod.Delete, Path, null)).Status);
    }

    private static (int, string?) Of(Answer answer) => (answer.Status, answer.Code);

    private Task<Answer> Put(string path, string body, params (string, string)[] headers) =>
        platform.Owner.Send(HttpMethod.Put, path, body, headers);

    private Task<Answer> Import(string path, string csv, params (string, string)[] headers) =>
        platform.Owner.Send(HttpMethod.Put, path, csv, [("Content-Type", "text/csv"), .. headers]);

    private async Task<JsonNode> Run(string path, int? version)
    {
        var started = await platform.Owner.Post(path, version is null ? null : $$"""{"version":{{version}}}""");
        Assert.True(started.Status == 202, started.Text);
        var workflows = platform.Services.GetRequiredService<DurableTaskClient>();
        await workflows.WaitForInstanceCompletionAsync(started.Field("id"), false, Ct);
        return (await platform.Owner.Get(started.Location!)).Json!;
    }

    private async Task<string> Synchronised()
    {
        var list = await platform.Owner.Get("/api/v1/integrations");
        var id = (string)list.Json!["items"]!.AsArray().First(i => (string?)i!["connector"] == "sap-s4hana")!["id"]!;
        var started = await platform.Owner.Post($"/api/v1/integrations/{id}/sync");
        var workflows = platform.Services.GetRequiredService<DurableTaskClient>();
        await workflows.WaitForInstanceCompletionAsync(started.Field("runId"), false, Ct);
        return id;
    }
}
