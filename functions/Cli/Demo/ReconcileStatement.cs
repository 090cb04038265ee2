using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>Step 5: a bank statement (the user's own, or the virtual bank's) against the open invoices, each match with its reason.</summary>
internal static class ReconcileStatement
{
    public static async Task Run(DemoContext demo, CancellationToken ct)
    {
        demo.Display.Step(5, "Reconcile a bank statement with the open invoices");
        var statements = await Import(demo, ct);
        foreach (var statement in statements)
        {
            await Reconcile(demo, statement!, ct);
        }
    }

    private static async Task<JsonArray> Import(DemoContext demo, CancellationToken ct)
    {
        JsonNode imported;
        if (demo.Options.Statement is { } path)
        {
            await using var file = DemoStatement.Open(path);
            imported = await demo.Accountant.Upload("/api/v1/statements", file, ct);
        }
        else
        {
            var body = new JsonObject { ["bankIntegrationId"] = demo.BankIntegrationId };
            imported = await demo.Accountant.Post("/api/v1/statements/fetch", body, ct);
        }
        return imported["statements"]!.AsArray();
    }

    private static async Task Reconcile(DemoContext demo, JsonNode statement, CancellationToken ct)
    {
        var id = statement["id"]!.GetValue<string>();
        var body = new JsonObject { ["statementId"] = id, ["erpIntegrationId"] = demo.ErpIntegrationId };
        var started = await demo.Accountant.Post("/api/v1/reconciliations", body, ct);
        var reconciliationId = started["id"]!.GetValue<string>();
        await DemoWait.ForWorkflow(demo.Accountant, reconciliationId, _ => { }, ct);
        var done = await demo.Accountant.Get($"/api/v1/reconciliations/{reconciliationId}", ct);
        var matches = await demo.Accountant.Get($"/api/v1/reconciliations/{reconciliationId}/matches?limit=5", ct);
        demo.Display.Table(
            ["line", "invoice", "amount", "method", "reason"],
            matches["items"]!
                .AsArray()
                .Select(match =>
                    new[] { "lineId", "invoiceNumber", "amount", "method", "reason" }
                        .Select(field => match![field]?.ToString() ?? "")
                        .ToArray()
                )
        );
        var (lines, reconciled) = (done["lines"]!.GetValue<int>(), done["reconciled"]!.GetValue<int>());
        var open = done["openLines"]!.GetValue<int>();
        demo.StatementLines += lines;
        demo.StatementReconciled += reconciled;
        demo.Prove(
            $"statement {statement["bankStatementId"] ?? id}: every line has a match or a reason why not",
            lines == reconciled + open,
            $"{lines} lines, {reconciled} reconciled, {open} open"
        );
        ProveBalances(demo, statement);
    }

    // A report without balances, or in several currencies, proves nothing here and fails nothing.
    private static void ProveBalances(DemoContext demo, JsonNode statement)
    {
        if (statement["balanceCheck"]?["ties"] is not { } ties)
        {
            demo.Display.Note("the statement has no balances that can be compared; they are not counted");
            return;
        }
        var (check, closing) = (statement["balanceCheck"]!, statement["closing"]!);
        var sides = $"{check["expected"]} and {closing["amount"]} {closing["currency"]}";
        demo.Prove(
            "opening balance + entries = closing balance",
            ties.GetValue<bool>(),
            ties.GetValue<bool>() ? sides : $"{sides}: {check["difference"]} apart"
        );
    }
}
