using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>Step 6: supplier invoices that are due are proposed, approved by two others, sent to the bank, and posted in SAP.</summary>
internal static class PaySuppliers
{
    private const int MaxLines = 10;

    public static async Task Run(DemoContext demo, CancellationToken ct)
    {
        demo.Display.Step(6, "Pay the supplier invoices that are due");
        var payment = await Propose(demo, ct);
        var id = payment["id"]!.GetValue<string>();
        await FourEyes(demo, id, ct);
        await Follow(demo, id, ct);
        await Prove(demo, id, ct);
    }

    private static async Task<JsonNode> Propose(DemoContext demo, CancellationToken ct)
    {
        var world = await World(demo, ct);
        var body = new JsonObject
        {
            ["erpIntegrationId"] = demo.ErpIntegrationId,
            ["bankIntegrationId"] = demo.BankIntegrationId,
            ["dueOnOrBefore"] = world["createdOn"]!.GetValue<string>(),
            ["maxLines"] = MaxLines,
        };
        var payment = await demo.Accountant.Post("/api/v1/payments", body, ct, $"{demo.World}-payment");
        var lines = payment["lines"]!.AsArray();
        demo.Display.Note($"{payment["id"]}: {lines.Count} invoices, {payment["total"]} {payment["currency"]}");
        return payment;
    }

    private static async Task FourEyes(DemoContext demo, string id, CancellationToken ct)
    {
        var path = $"/api/v1/payments/{id}";
        var (payment, etag) = await demo.Accountant.GetWithETag(path, ct);
        var hash = payment["contentHash"]!.GetValue<string>();
        var (status, code) = await demo.Accountant.TryPost($"{path}/approve", Approval(hash), ct);
        demo.Prove("the one who entered it can't approve it", status == 403 && code == "four-eyes", $"{status} {code}");

        if (payment["status"]!.GetValue<string>() != "proposed")
        {
            return;
        }
        var edited = payment["editedBy"] is JsonArray { Count: > 0 };
        if (!edited)
        {
            await demo.Approvers[0].Post($"{path}/approve", Approval(hash), ct);
            (payment, etag) = await demo.Accountant.GetWithETag(path, ct);
            var date = DateOnly
                .Parse(payment["executionDate"]!.GetValue<string>(), CultureInfo.InvariantCulture)
                .AddDays(1);
            var edit = new JsonObject { ["executionDate"] = date.ToString("O", CultureInfo.InvariantCulture) };
            payment = await demo.Accountant.Patch(path, edit, etag, ct);
            demo.Prove(
                "an edit voids the approvals",
                payment["approvals"]!.AsArray().Count == 0,
                $"1 approval before, {payment["approvals"]!.AsArray().Count} after"
            );
            hash = payment["contentHash"]!.GetValue<string>();
        }
        foreach (var approver in demo.Approvers)
        {
            await approver.Post($"{path}/approve", Approval(hash), ct);
        }
        demo.Display.Note("approved by two others");
    }

    private static async Task Follow(DemoContext demo, string id, CancellationToken ct) =>
        await demo.Display.Track(
            "payment",
            async report =>
            {
                string[] stations = ["proposed", "approved", "sending", "sent", "settled", "posted"];
                var seen = "";
                while (true)
                {
                    var payment = await demo.Accountant.Get($"/api/v1/payments/{id}", ct);
                    var status = payment["status"]!.GetValue<string>();
                    var bank = payment["bankStatus"]?.GetValue<string>() ?? "-";
                    report(Array.IndexOf(stations, status) + 1, stations.Length, $"{status}, bank says {bank}");
                    if (seen != bank && bank != "-")
                    {
                        demo.Display.Note($"bank: {bank}");
                        seen = bank;
                    }
                    switch (status)
                    {
                        case "posted":
                            return payment;
                        case "rejected" or "cancelled" or "failed":
                            throw new DemoFailure($"The payment {id} is {status}: {payment["problem"]?["message"]}");
                        default:
                            await Task.Delay(DemoWait.Interval, ct);
                            break;
                    }
                }
            }
        );

    private static async Task Prove(DemoContext demo, string id, CancellationToken ct)
    {
        var payment = await demo.Accountant.Get($"/api/v1/payments/{id}", ct);
        var proof = await demo.Accountant.Get($"/api/v1/payments/{id}/proof", ct);
        var hash = payment["contentHash"]!.GetValue<string>();
        var approvers = payment["approvals"]!
            .AsArray()
            .Where(approval => approval!["contentHash"]!.GetValue<string>() == hash)
            .Select(approval => approval!["userId"]!.GetValue<string>())
            .Distinct()
            .Except([payment["createdBy"]!.GetValue<string>()])
            .Count();
        demo.Prove("two others approved exactly what was sent", approvers >= 2, $"content {hash[..12]}...");

        var checks = proof["checks"]!.AsArray();
        var failed = checks
            .Where(check => !check!["holds"]!.GetValue<bool>())
            .Select(check => check!["name"]!.ToString());
        demo.Prove(
            "its own proof holds, from content hash to posting",
            proof["proven"]!.GetValue<bool>(),
            string.Join(", ", failed) is { Length: > 0 } list ? list : $"{checks.Count} checks"
        );
        var valid = checks.Any(check =>
            check!["name"]!.GetValue<string>() == "message-valid" && check["holds"]!.GetValue<bool>()
        );
        demo.Prove("the pain.001.001.09 message is valid", valid, payment["messageId"]!.GetValue<string>());
        var status = payment["bankStatus"]!.GetValue<string>();
        demo.Prove("the bank executed it", status == "ACSC", status);
        var document = payment["erpDocument"]!.GetValue<string>();
        demo.Prove("it is posted in SAP", document.Length > 0, $"document {document}");

        var world = await World(demo, ct);
        var messages = world["paymentMessages"]!.GetValue<long>();
        var entries = world["journalEntries"]!.GetValue<long>();
        var paid = world["totalPaid"]!.GetValue<string>();
        demo.Prove(
            "the bank has one payment and SAP one document, to the cent",
            messages == 1 && entries == 1 && Amount(paid) == Amount(payment["total"]!.GetValue<string>()),
            $"{messages} message, {entries} document, {paid} paid"
        );

        var (after, _) = await SynchroniseRecords.Synchronise(demo, "after-payment", ct);
        var invoices = after.Single(item => item!["objectName"]!.GetValue<string>() == "invoices")!;
        var gone = invoices["deleted"]!.GetValue<long>();
        demo.Prove(
            "the paid invoices are no longer open in SAP, and both sides tie again",
            gone == payment["lines"]!.AsArray().Count && invoices["completeness"]!["ties"]!.GetValue<bool>(),
            $"{gone} invoices cleared"
        );
        demo.Payment = new JsonObject
        {
            ["id"] = id,
            ["status"] = status,
            ["messageValid"] = valid,
            ["erpDocument"] = document,
            ["amount"] = payment["total"]!.GetValue<string>(),
            ["currency"] = payment["currency"]!.GetValue<string>(),
        };
    }

    private static async Task<JsonNode> World(DemoContext demo, CancellationToken ct) =>
        (await demo.Sandbox.GetFromJsonAsync<JsonNode>($"/sandbox/{demo.World}", ct))!;

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static JsonObject Approval(string contentHash) => new() { ["contentHash"] = contentHash };
}
