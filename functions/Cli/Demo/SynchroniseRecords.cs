using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>
/// Steps 2 and 3: a first run brings everything in, records change in SAP, and a second run finds just these. Each run proves that count,
/// sum per currency and hash of both sides tie.
/// </summary>
internal static class SynchroniseRecords
{
    // Changed by somebody in the SAP office, behind our back.
    private const int ChangedInSap = 5;

    public static async Task Run(DemoContext demo, CancellationToken ct)
    {
        demo.Display.Step(2, $"Synchronise {demo.Options.Records:N0} business partners and open invoices");
        var (first, _) = await Synchronise(demo, "first", ct);
        demo.Display.Table(["first run", "seen", "added", "updated", "unchanged", "deleted"], first.Select(Figures));
        demo.Prove(
            "every record came in",
            Sum(first, "added") + Sum(first, "updated") + Sum(first, "unchanged") == demo.Options.Records,
            $"{Sum(first, "seen"):N0} records seen"
        );

        var changed = await ChangeInSap(demo, ct);
        changed.Add(await ChangeThroughTheApi(demo, changed, ct));
        var (second, runId) = await Synchronise(demo, "second", ct);
        demo.Display.Table(["second run", "seen", "added", "updated", "unchanged", "deleted"], second.Select(Figures));
        await ProveOnlyChanges(demo, second, runId, changed, ct);

        demo.Display.Step(3, "Prove that nothing is missing");
        foreach (var item in second)
        {
            var proof = item!["completeness"]!;
            var ties = proof["ties"]!.GetValue<bool>();
            demo.Prove(
                $"{item["objectName"]} of source and store tie",
                ties,
                ties ? Evidence(proof["store"]!) : proof["difference"]!.GetValue<string>()
            );
            demo.RecordsSynced += proof["store"]!["count"]!.GetValue<long>();
        }
        demo.Completeness = [.. second.Select(item => item!.DeepClone())];
        demo.CompletenessTies = second.All(item => item!["completeness"]!["ties"]!.GetValue<bool>());
    }

    /// <summary>Runs a synchronisation and waits for it; one of the same name that was begun before is waited for, not begun again.</summary>
    public static async Task<(JsonArray Objects, string RunId)> Synchronise(
        DemoContext demo,
        string name,
        CancellationToken ct
    )
    {
        var path = $"/api/v1/integrations/{demo.ErpIntegrationId}/sync";
        var started = await demo.Accountant.Post(path, null, ct, $"{demo.World}-sync-{name}");
        var runId = (started["runId"] ?? started["id"])!.GetValue<string>();
        var objects = await demo.Display.Track(
            $"{name} run",
            async report =>
            {
                var workflow = await DemoWait.ForWorkflow(
                    demo.Accountant,
                    runId,
                    progress =>
                    {
                        var (item, phase) = (progress["objectName"], progress["phase"]);
                        var seen = progress["seen"]?.GetValue<long>() ?? 0;
                        report(seen, progress["total"]?.GetValue<long>() ?? seen, $"{item} {phase} {seen:N0}");
                    },
                    ct
                );
                return (JsonArray)workflow["output"]!["objects"]!.DeepClone();
            }
        );
        return (objects, runId);
    }

    // An open invoice carries its partner's name, so it changes with it; nothing else may have.
    private static async Task ProveOnlyChanges(
        DemoContext demo,
        JsonArray second,
        string runId,
        HashSet<string> partners,
        CancellationToken ct
    )
    {
        var found = await ChangesOf(demo, "businessPartners", runId, record => record["key"]!.GetValue<string>(), ct);
        var invoices = await ChangesOf(
            demo,
            "invoices",
            runId,
            record => record["canonical"]!["partnerId"]!.GetValue<string>(),
            ct
        );
        var counted = found.Count + invoices.Count == Sum(second, "updated");
        demo.Prove(
            "the second run found only what changed",
            counted
                && partners.SetEquals(found)
                && partners.IsSupersetOf(invoices)
                && Sum(second, "added") == 0
                && Sum(second, "deleted") == 0,
            $"{found.Count} partners and {invoices.Count} invoices that carry their names, of {Sum(second, "seen"):N0} records"
        );
    }

    /// <summary>Something of each record that the change feed says a run has updated.</summary>
    private static async Task<List<string>> ChangesOf(
        DemoContext demo,
        string objectName,
        string runId,
        Func<JsonNode, string> select,
        CancellationToken ct
    )
    {
        var path = $"/api/v1/integrations/{demo.ErpIntegrationId}/records/{objectName}/changes?limit=200";
        var selected = new List<string>();
        string? cursor = null;
        while (true)
        {
            var page = await demo.Accountant.Get($"{path}&cursor={Uri.EscapeDataString(cursor ?? "")}", ct);
            foreach (var change in page["items"]!.AsArray())
            {
                if (change!["runId"]!.GetValue<string>() == runId && change["change"]!.GetValue<string>() == "updated")
                {
                    selected.Add(select(change["record"]!));
                }
            }
            var next = page["next"]!.GetValue<string>();
            if (next == cursor)
            {
                return selected;
            }
            cursor = next;
        }
    }

    private static async Task<HashSet<string>> ChangeInSap(DemoContext demo, CancellationToken ct)
    {
        using var answer = await demo.Sandbox.PostAsJsonAsync(
            $"/sandbox/{demo.World}/sap/changes",
            new JsonObject
            {
                ["count"] = Math.Min(ChangedInSap, demo.Options.Records / 5),
                ["tag"] = "between-the-runs",
            },
            ct
        );
        answer.EnsureSuccessStatusCode();
        var changed = (await answer.Content.ReadFromJsonAsync<JsonNode>(ct))!["changed"]!.AsArray();
        demo.Display.Note($"{changed.Count} business partners are changed in SAP by somebody else");
        return [.. changed.Select(key => key!.GetValue<string>())];
    }

    // Goes out through the connector: CSRF token, session cookie, and If-Match with the ETag that the first run stored.
    private static async Task<string> ChangeThroughTheApi(
        DemoContext demo,
        HashSet<string> others,
        CancellationToken ct
    )
    {
        const string Suffix = " (verified)";
        var records = $"/api/v1/integrations/{demo.ErpIntegrationId}/records/businessPartners";
        var page = await demo.Accountant.Get($"{records}?limit=100", ct);
        var record = page["items"]!.AsArray().First(item => !others.Contains(item!["key"]!.GetValue<string>()))!;
        var key = record["key"]!.GetValue<string>();
        var name = record["canonical"]!["name"]!.GetValue<string>();
        // Where the demo goes on after it was killed, the second run may have brought the change back already.
        if (!name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            var body = new JsonObject { ["fields"] = new JsonObject { ["name"] = name + Suffix } };
            await demo.Accountant.Patch($"{records}/{key}", body, "*", ct);
        }
        demo.Display.Note($"business partner {key} is changed through the API, with CSRF token and ETag");
        return key;
    }

    private static long Sum(JsonArray objects, string figure) => objects.Sum(item => item![figure]!.GetValue<long>());

    private static string[] Figures(JsonNode? item) =>
        [
            item!["objectName"]!.GetValue<string>(),
            .. new[] { "seen", "added", "updated", "unchanged", "deleted" }.Select(figure =>
                $"{item[figure]!.GetValue<long>():N0}"
            ),
        ];

    private static string Evidence(JsonNode totals)
    {
        var sums = string.Join(
            ", ",
            totals["sums"]!.AsObject().Select(sum => $"{sum.Value!.GetValue<string>()} {sum.Key}")
        );
        var hash = totals["hash"]!.GetValue<string>()[..12];
        return $"{totals["count"]!.GetValue<long>():N0} records{(sums.Length > 0 ? $", {sums}" : "")}, hash {hash}...";
    }
}
