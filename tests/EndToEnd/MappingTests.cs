using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>A user changes how the records of SAP become canonical, over HTTP and against the virtual SAP.</summary>
[Collection(PlatformCollection.Name)]
public sealed class MappingTests(PlatformFixture platform)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mapping_is_changed_previewed_tried_activated_explained_and_taken_back()
    {
        var integration = await Synchronised();
        var id = $"{integration}-businessPartners";
        var list = await platform.Owner.Get($"/api/v1/mappings?integrationId={integration}");
        Assert.Contains(list.Json!["items"]!.AsArray(), item => (string?)item!["id"] == id);

        // From the connector's own rules: the name in capitals, and a web site where there is a VAT number.
        var mapping = await platform.Owner.Get($"/api/v1/mappings/{id}");
        var latest = (int)mapping.Json!["latestVersion"]!;
        var definition = (await platform.Owner.Get($"/api/v1/mappings/{id}/versions/0")).Json!["definition"]!;
        var rules = definition["rules"]!.AsArray();
        Assert.DoesNotContain("null", rules.ToJsonString(), StringComparison.Ordinal);
        var name = rules.Single(rule => (string?)rule!["target"] == "name")!;
        name["expression"] = $"$uppercase({name["expression"]})";
        var body = new JsonObject { ["definition"] = definition.DeepClone(), ["note"] = "capitals" }.ToJsonString();

        Assert.Equal(428, (await platform.Owner.Post($"/api/v1/mappings/{id}/versions", body)).Status);
        var other = await platform.Owner.Post($"/api/v1/mappings/{id}/versions", body, ("If-Match", "\"99\""));
        Assert.Equal((412, "version-mismatch"), (other.Status, other.Code));
        var saved = await platform.Owner.Post($"/api/v1/mappings/{id}/versions", body, ("If-Match", mapping.ETag!));
        Assert.True(saved.Status == 201, saved.Text);
        var version = (int)saved.Json!["version"]!;
        Assert.Equal((latest + 1, "capitals"), (version, saved.Field("note")));

        var records = $"/api/v1/integrations/{integration}/records/businessPartners";
        var record = (await platform.Owner.Get($"{records}?limit=1")).Json!["items"]![0]!;
        var (key, before) = ((string)record["key"]!, (string)record["canonical"]!["name"]!);
        var preview = await platform.Owner.Post(
            $"/api/v1/mappings/{id}/preview",
            new JsonObject { ["key"] = key, ["definition"] = definition.DeepClone() }.ToJsonString()
        );
        var difference = Assert.Single(preview.Json!["differences"]!.AsArray())!;
        Assert.Equal(
            (before, before.ToUpperInvariant()),
            ((string)difference["before"]!, (string)difference["after"]!)
        );

        var dry = await Run($"/api/v1/mappings/{id}/dry-run", version);
        Assert.Equal(("dryRun", "succeeded"), ((string)dry["kind"]!, (string)dry["status"]!));
        Assert.Equal((long)dry["records"]!, (long)dry["changedFields"]!["/name"]!);
        Assert.Equal(before, await NameOf());

        var activated = await Run($"/api/v1/mappings/{id}/activate", version);
        Assert.Equal(dry["changed"]!.ToJsonString(), activated["changed"]!.ToJsonString());
        Assert.Equal(before.ToUpperInvariant(), await NameOf());
        await Synchronised();
        Assert.Equal(before.ToUpperInvariant(), await NameOf());

        var why = (await platform.Owner.Get($"/api/v1/mappings/{id}/why/{key}")).Json!;
        Assert.Equal(version, (int)why["version"]!);
        var origin = why["why"]!.AsArray().Single(field => (string?)field!["field"] == "/name")!;
        Assert.Contains(
            origin["sources"]!.AsArray(),
            source => (string?)source!["field"] == "/BusinessPartnerFullName" && (string?)source["value"] == before
        );

        var undone = await Run($"/api/v1/mappings/{id}/undo", null);
        Assert.Equal(("undo", "succeeded"), ((string)undone["kind"]!, (string)undone["status"]!));
        Assert.Equal(before, await NameOf());
        Assert.Equal(0, (int)(await platform.Owner.Get($"/api/v1/mappings/{id}")).Json!["activeVersion"]!);
        var runs = (await platform.Owner.Get($"/api/v1/mappings/{id}/runs?limit=3")).Json!["items"]!.AsArray();
        Assert.Equal(["undo", "activation", "dryRun"], runs.Select(run => (string)run!["kind"]!));

        async Task<string> NameOf() =>
            (string)(await platform.Owner.Get($"{records}/{key}")).Json!["canonical"]!["name"]!;
    }

    [Fact]
    public async Task What_a_mapping_can_not_map_is_withheld_and_listed()
    {
        var integration = await Synchronised();
        var id = $"{integration}-invoices";
        var all = await Count($"/api/v1/integrations/{integration}/records/invoices");
        var definition = (await platform.Owner.Get($"/api/v1/mappings/{id}/versions/0")).Json!["definition"]!;
        definition["rules"]!
            .AsArray()
            .Add(JsonNode.Parse("""{ "target": "text", "source": "PaymentReference", "required": true }"""));
        var created = await platform.Owner.Post(
            "/api/v1/mappings",
            new JsonObject
            {
                ["integrationId"] = integration,
                ["objectName"] = "invoices",
                ["definition"] = definition.DeepClone(),
            }.ToJsonString()
        );
        Assert.True(created.Status == 201, created.Text);
        var again = new JsonObject { ["integrationId"] = integration, ["objectName"] = "invoices" }.ToJsonString();
        Assert.Equal("mapping-exists", (await platform.Owner.Post("/api/v1/mappings", again)).Code);

        var run = await Run($"/api/v1/mappings/{id}/activate", 1);
        var faulty = (long)run["newlyFaulty"]!;
        Assert.True(faulty > 0, run.ToJsonString());
        Assert.Equal("mapping-required", (string?)run["faults"]![0]!["faults"]![0]!["code"]);
        Assert.Equal(faulty, await Count($"/api/v1/mappings/{id}/withheld"));
        Assert.Equal(all - faulty, await Count($"/api/v1/integrations/{integration}/records/invoices"));

        var undone = await Run($"/api/v1/mappings/{id}/undo", null);
        Assert.Equal(faulty, (long)undone["released"]!);
        Assert.Equal(all, await Count($"/api/v1/integrations/{integration}/records/invoices"));
    }

    [Theory]
    [InlineData("""{"name":"x","target":"invoice","ruels":[]}""", 400, "/definition/ruels")]
    [InlineData("""{"name":"x","target":"invoice"}""", 400, "/definition/rules")]
    [InlineData(
        """{"name":"x","target":"invoice","rules":[{"target":"amount","source":1}]}""",
        400,
        "/definition/rules/0/source"
    )]
    [InlineData(
        """{"name":"x","target":"invoice","rules":[{"target":"amount","expression":"$sum("}]}""",
        422,
        "/definition/rules/0/expression"
    )]
    [InlineData("""{"name":"x","target":"no-model","rules":[]}""", 422, "/definition/target")]
    public async Task A_definition_that_is_wrong_is_pointed_at(string definition, int status, string pointer)
    {
        var id = $"{await SapId()}-invoices";
        var mapping = await platform.Owner.Get($"/api/v1/mappings/{id}");
        var answer = await platform.Owner.Post(
            $"/api/v1/mappings/{id}/versions",
            $$"""{"definition":{{definition}}}""",
            ("If-Match", mapping.ETag!)
        );
        Assert.True(answer.Status == status, answer.Text);
        Assert.Contains(pointer, answer.Pointers);
    }

    [Fact]
    public async Task What_is_not_there_is_said_so()
    {
        var id = $"{await SapId()}-invoices";
        Assert.Equal(400, (await platform.Owner.Get("/api/v1/mappings")).Status);
        Assert.Equal(404, (await platform.Owner.Get("/api/v1/mappings?integrationId=int_none")).Status);
        Assert.Equal(404, (await platform.Owner.Get("/api/v1/mappings/nothing")).Status);
        Assert.Equal(404, (await platform.Owner.Get($"/api/v1/mappings/{id}/versions/999")).Status);
        Assert.Equal(404, (await platform.Owner.Get($"/api/v1/mappings/{id}/runs/mrn_1")).Status);
        Assert.Equal(404, (await platform.Owner.Get($"/api/v1/mappings/{id}/why/nobody")).Status);
        var version = await platform.Owner.Post($"/api/v1/mappings/{id}/activate", """{"version":999}""");
        Assert.Equal((422, "mapping-version-not-found"), (version.Status, version.Code));
    }

    [Fact]
    public async Task Suggested_rules_can_be_saved_and_map_what_is_stored()
    {
        var id = $"{await Synchronised()}-businessPartners";
        var model = await platform.Owner.Get($"/api/v1/mappings/{id}/source-model");
        Assert.True((int)model.Json!["records"]! >= 400, model.Text);
        Assert.NotNull(model.Json["schema"]!["properties"]!["BusinessPartnerFullName"]);

        var suggested = await platform.Owner.Post($"/api/v1/mappings/{id}/suggestions", """{"minScore":0.6}""");
        Assert.True(suggested.Status == 200, suggested.Text);
        Assert.All(
            suggested.Json!["suggestions"]!.AsArray(),
            suggestion => Assert.NotEmpty(suggestion!["reasons"]!.AsArray())
        );
        var mapping = await platform.Owner.Get($"/api/v1/mappings/{id}");
        var saved = await platform.Owner.Post(
            $"/api/v1/mappings/{id}/versions",
            new JsonObject { ["definition"] = suggested.Json["definition"]!.DeepClone() }.ToJsonString(),
            ("If-Match", mapping.ETag!)
        );
        Assert.True(saved.Status == 201, saved.Text);
        var dry = await Run($"/api/v1/mappings/{id}/dry-run", (int)saved.Json!["version"]!);
        Assert.Equal(("succeeded", 0), ((string)dry["status"]!, (long)dry["faulty"]!));

        var wrong = await platform.Owner.Post($"/api/v1/mappings/{id}/suggestions", """{"target":"unicorn"}""");
        Assert.Equal((422, "/target"), (wrong.Status, wrong.Pointers.Single()));
        var score = await platform.Owner.Post($"/api/v1/mappings/{id}/suggestions", """{"minScore":2}""");
        Assert.Equal((422, "/minScore"), (score.Status, score.Pointers.Single()));
    }

    [Theory]
    [InlineData("""{"expression":"$sum(a)","input":{"a":[1,2]}}""", "3", false, null, null)]
    [InlineData("""{"expression":"a","input":{"a":12345678901234567.89}}""", "12345678901234567.89", false, null, null)]
    [InlineData("""{"expression":"0.1 + 0.2","decimals":true}""", "0.3", false, null, null)]
    [InlineData("""{"expression":"b","input":{"a":1}}""", null, true, null, null)]
    [InlineData("""{"expression":"$sum("}""", null, true, "S0203", 5)]
    [InlineData("""{"expression":"function($x){$x}"}""", null, true, "T1006", null)]
    [InlineData("""{"expression":"($f := function($n){$f($n+1)}; $f(1))"}""", null, true, "U1001", null)]
    public async Task An_expression_is_tried(string body, string? value, bool isNothing, string? code, int? position)
    {
        var answer = await platform.Owner.Post("/api/v1/mappings/evaluate", body);
        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal((value, isNothing), (answer.Json!["value"]?.ToJsonString(), (bool)answer.Json["isNothing"]!));
        Assert.Equal(code, (string?)answer.Json["error"]?["code"]);
        if (position is not null)
        {
            Assert.Equal(position, (int?)answer.Json["error"]!["position"]);
        }
    }

    [Fact]
    public async Task The_canonical_models_are_there_with_their_schemas()
    {
        var list = (await platform.Owner.Get("/api/v1/models")).Json!["items"]!.AsArray();
        Assert.Equal(13, list.Count);
        foreach (var item in list)
        {
            var model = (await platform.Owner.Get($"/api/v1/models/{item!["name"]}")).Json!;
            Assert.Equal((string?)item["titleFr"], (string?)model["schema"]!["x-title-fr"]);
        }
        Assert.Equal(404, (await platform.Owner.Get("/api/v1/models/unicorn")).Status);
    }

    private async Task<JsonNode> Run(string path, int? version)
    {
        var started = await platform.Owner.Post(path, version is null ? null : $$"""{"version":{{version}}}""");
        Assert.True(started.Status == 202, started.Text);
        var workflows = platform.Services.GetRequiredService<DurableTaskClient>();
        await workflows.WaitForInstanceCompletionAsync(started.Field("id"), false, Ct);
        return (await platform.Owner.Get(started.Location!)).Json!;
    }

    private async Task<long> Count(string path)
    {
        var (count, cursor) = (0L, "");
        do
        {
            var page = await platform.Owner.Get($"{path}?limit=200&cursor={Uri.EscapeDataString(cursor)}");
            count += page.Json!["items"]!.AsArray().Count;
            cursor = (string?)page.Json["next"];
        } while (cursor is not null);
        return count;
    }

    private async Task<string> Synchronised()
    {
        var id = await SapId();
        var started = await platform.Owner.Post($"/api/v1/integrations/{id}/sync");
        var workflows = platform.Services.GetRequiredService<DurableTaskClient>();
        await workflows.WaitForInstanceCompletionAsync(started.Field("runId"), false, Ct);
        return id;
    }

    private async Task<string> SapId()
    {
        var list = await platform.Owner.Get("/api/v1/integrations");
        return (string)list.Json!["items"]!.AsArray().First(i => (string?)i!["connector"] == "sap-s4hana")!["id"]!;
    }
}
