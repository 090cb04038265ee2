using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Host;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>Step 1: a world of virtual systems, an integration to each, and a test of both connections.</summary>
internal static class ConnectSystems
{
    public static async Task Run(DemoContext demo, CancellationToken ct)
    {
        demo.Display.Step(1, "Connect a SAP system and a bank");
        using var created = await demo.Sandbox.PutAsJsonAsync(
            $"/sandbox/{demo.World}",
            new JsonObject { ["records"] = demo.Options.Records, ["seed"] = 1 },
            ct
        );
        if (!created.IsSuccessStatusCode)
        {
            throw new DemoFailure($"The virtual systems can't be made: {await created.Content.ReadAsStringAsync(ct)}");
        }
        var world = (await demo.Sandbox.GetFromJsonAsync<JsonNode>($"/sandbox/{demo.World}", ct))!;
        demo.ErpIntegrationId = await Connect(
            demo,
            $"SAP S/4HANA ({demo.World})",
            "sap-s4hana",
            VirtualSystems.SapSettings(demo.World),
            ct
        );
        var account = world["accounts"]![0]!;
        demo.BankIntegrationId = await Connect(
            demo,
            $"Bank ({demo.World})",
            "bank-h2h",
            VirtualSystems.BankSettings(
                demo.World,
                account["iban"]!.GetValue<string>(),
                account["bic"]!.GetValue<string>(),
                account["owner"]!.GetValue<string>()
            ),
            ct
        );
    }

    private static async Task<string> Connect(
        DemoContext demo,
        string name,
        string connector,
        JsonObject settings,
        CancellationToken ct
    )
    {
        var body = new JsonObject
        {
            ["name"] = name,
            ["connector"] = connector,
            ["settings"] = settings,
        };
        var key = $"{demo.World}-{connector}";
        var integration = await demo.Accountant.Post("/api/v1/integrations", body, ct, key);
        var id = integration["id"]!.GetValue<string>();
        var report = await demo.Accountant.Post($"/api/v1/integrations/{id}/test", null, ct);
        if (!report["ok"]!.GetValue<bool>())
        {
            throw new DemoFailure($"{name} can't be reached: {report["error"]?["message"]}");
        }
        demo.Display.Note($"{name}: {report["system"]?.GetValue<string>() ?? "answers"} ({id})");
        return id;
    }
}
