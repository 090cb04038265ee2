using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>
/// Step 4: somebody changes how SAP's business partners become canonical. What that would do is known before it is in force, and it can be taken
/// back; SAP is not asked again for any of it.
/// </summary>
internal static class ChangeMapping
{
    private const string Object = "businessPartners";

    public static async Task Run(DemoContext demo, CancellationToken ct)
    {
        demo.Display.Step(4, "Change a mapping, and take it back");
        var id = $"{demo.ErpIntegrationId}-{Object}";
        var own = await demo.Accountant.Get($"/api/v1/mappings/{id}/versions/0", ct);
        var definition = own["definition"]!.DeepClone();
        definition["rules"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["target"] = "website",
                    ["expression"] =
                        "'https://' & $lowercase($replace(BusinessPartnerFullName, /[^A-Za-z0-9]+/, '-')) & '.example'",
                }
            );
        var body = new JsonObject
        {
            ["integrationId"] = demo.ErpIntegrationId,
            ["objectName"] = Object,
            ["definition"] = definition,
            ["note"] = "Addresses of web sites",
        };
        // With keys: a demo that goes on where it was finds what it has done.
        var version = await demo.Accountant.Post("/api/v1/mappings", body, ct, $"{demo.World}-mapping");
        var dry = await Finish(demo, id, "dry-run", version, ct);
        var active = await Finish(demo, id, "activate", version, ct);
        var undone = await Finish(demo, id, "undo", null, ct);

        demo.Display.Table(
            ["run", "records", "changed", "faulty"],
            new[] { dry, active, undone }.Select(run =>
                new[] { "kind", "records", "changed", "faulty" }.Select(field => run[field]!.ToString()).ToArray()
            )
        );
        var changed = Number(dry, "changed");
        demo.Prove(
            "a changed mapping was tried on every record before it was in force",
            Number(dry, "records") == Number(active, "records") && Number(dry, "faulty") == 0 && changed > 0,
            $"{changed:N0} of {Number(dry, "records"):N0} partners get a web site"
        );
        var first = await demo.Accountant.Get(
            $"/api/v1/integrations/{demo.ErpIntegrationId}/records/{Object}?limit=1",
            ct
        );
        demo.Prove(
            "it changed just that, and taken back all is as it was",
            Number(active, "changed") == changed
                && Number(undone, "changed") == changed
                && first["items"]![0]!["canonical"]!["website"] is null,
            $"{Number(undone, "changed"):N0} partners back at version {undone["version"]}"
        );
    }

    private static async Task<JsonNode> Finish(
        DemoContext demo,
        string id,
        string verb,
        JsonNode? version,
        CancellationToken ct
    )
    {
        var body = version is null ? null : new JsonObject { ["version"] = version["version"]!.DeepClone() };
        var started = await demo.Accountant.Post(
            $"/api/v1/mappings/{id}/{verb}",
            body,
            ct,
            $"{demo.World}-mapping-{verb}"
        );
        var runId = started["id"]!.GetValue<string>();
        await DemoWait.ForWorkflow(demo.Accountant, runId, _ => { }, ct);
        return await demo.Accountant.Get($"/api/v1/mappings/{id}/runs/{runId}", ct);
    }

    private static long Number(JsonNode run, string field) => run[field]!.GetValue<long>();
}
