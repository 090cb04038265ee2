using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Functions.Cli.Demo;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.FunctionsHost;
using IntegrationFunctions.Tests.Unit.Statements;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>
/// Every workflow of the product under the Functions host: called over HTTP through the host, orchestrated by the stand-in for the Durable
/// extension, its steps run in the handler's process against the virtual SAP and bank.
/// </summary>
public sealed class FunctionsHostWorkflowTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, int> _called = new(StringComparer.OrdinalIgnoreCase);
    private HostStandIn _host = null!;
    private HttpClient _http = null!;
    private DemoApi _owner = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await HostStandIn.Start(_folder.Path);
        _host.BeforeInvoke = Count;
        await Wait.Until(() => _host.Handler.IsUp);
        _http = new HttpClient(new ThroughHost(_host)) { BaseAddress = new Uri($"https://{HostStandIn.PublicName}") };
        _owner = new DemoApi(_http, _host.Handler.Key!);
    }

    [Fact]
    public async Task Every_workflow_runs_to_its_end_and_every_proof_holds()
    {
        var demo = new DemoContext
        {
            Options = new DemoOptions(Json: true, Statement: null, Records: 60, Data: null),
            Display = new SilentDisplay(),
            Accountant = await SignIn("Accountant", "accountant", "administrator", "approver"),
            Approvers = [await SignIn("Approver 1", "approver"), await SignIn("Approver 2", "approver")],
            Sandbox = _http,
        };

        await ConnectSystems.Run(demo, Ct);
        await SynchroniseRecords.Run(demo, Ct);
        await ChangeMapping.Run(demo, Ct);
        await FailToMap(demo);
        await ReconcileStatement.Run(demo, Ct);
        await PaySuppliers.Run(demo, Ct);

        Assert.True(demo.Proofs.Count >= 17, $"{demo.Proofs.Count} proofs");
        Assert.All(demo.Proofs, proof => Assert.True(proof.Holds, $"{proof.What}: {proof.Evidence}"));
        Assert.Equal("ACSC", demo.Payment!["status"]!.GetValue<string>());
        // All of it went through the host: each orchestrator and each activity was called as a function.
        var workflows = _host.Functions.Where(f => f.TriggerType is "orchestrationTrigger" or "activityTrigger");
        Assert.All(
            workflows.Where(f => f.Name != DurableWatchdog.ClaimName),
            function => Assert.True(_called.ContainsKey(function.Name), $"{function.Name} was never called")
        );
        Assert.Equal(0, _host.Restarts);
    }

    // A version that was saved while its value map was there, and tried after that was deleted.
    private async Task FailToMap(DemoContext demo)
    {
        var table = new JsonObject { ["entries"] = new JsonArray() };
        using var put = new HttpRequestMessage(HttpMethod.Put, "/api/v1/value-maps/gone");
        put.Headers.Authorization = new("Bearer", _host.Handler.Key!);
        put.Content = JsonContent.Create(table);
        using var made = await _http.SendAsync(put, Ct);
        Assert.Equal(System.Net.HttpStatusCode.Created, made.StatusCode);
        var id = $"{demo.ErpIntegrationId}-invoices";
        var definition = (await _owner.Get($"/api/v1/mappings/{id}/versions/0", Ct))["definition"]!.DeepClone();
        definition["rules"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["target"] = "text",
                    ["source"] = "CompanyCode",
                    ["valueMap"] = "gone",
                }
            );
        var body = new JsonObject
        {
            ["integrationId"] = demo.ErpIntegrationId,
            ["objectName"] = "invoices",
            ["definition"] = definition,
        };
        await _owner.Post("/api/v1/mappings", body, Ct);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/value-maps/gone");
        delete.Headers.Authorization = new("Bearer", _host.Handler.Key!);
        using var deleted = await _http.SendAsync(delete, Ct);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, deleted.StatusCode);

        var run = await _owner.Post($"/api/v1/mappings/{id}/dry-run", new JsonObject { ["version"] = 1 }, Ct);
        await Assert.ThrowsAsync<DemoFailure>(() =>
            DemoWait.ForWorkflow(_owner, run["id"]!.GetValue<string>(), _ => { }, Ct)
        );
        var failed = await _owner.Get($"/api/v1/mappings/{id}/runs/{run["id"]}", Ct);
        Assert.Equal(("failed", "mapping-invalid"), ((string?)failed["status"], (string?)failed["error"]!["code"]));
    }

    [Fact]
    public async Task Money_and_dates_arrive_to_the_last_digit()
    {
        // A double has 17 digits at most, and the host makes doubles of decimals.
        const decimal Large = 12345678901234567.89m;
        var sap = await Integration("sap-s4hana");
        await DemoWait.ForWorkflow(_owner, await Start(sap), _ => { }, Ct);
        using var file = Camt.File("LARGE", 0.01m, Large + 0.02m, Camt.Credit(Large), Camt.Credit(0.01m));
        var imported = await _owner.Upload("/api/v1/statements", file, Ct);
        var statement = imported["statements"]![0]!["id"]!.GetValue<string>();

        var started = await _owner.Post(
            "/api/v1/reconciliations",
            new JsonObject { ["statementId"] = statement, ["erpIntegrationId"] = sap },
            Ct
        );
        var id = started["id"]!.GetValue<string>();
        var workflow = await DemoWait.ForWorkflow(_owner, id, _ => { }, Ct);

        var done = await _owner.Get($"/api/v1/reconciliations/{id}", Ct);
        var lines = await _owner.Get($"/api/v1/statements/{statement}/lines", Ct);
        Assert.Contains("\"12345678901234567.89\"", lines.ToJsonString());
        Assert.Contains("\"12345678901234567.90\"", done["sums"]!.ToJsonString());
        Assert.Contains("\"2026-03-02\"", lines.ToJsonString());
        Assert.Equal("completed", workflow["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_handler_that_is_killed_amid_an_activity_is_started_again_and_the_workflow_ends()
    {
        var sap = await Integration("sap-s4hana");
        _host.KillAmid = "SyncPage";

        var id = await Start(sap);
        await _host.Hub.WaitAsync(id, payloads: true, Ct);

        Assert.Equal((1, null), (_host.Restarts, _host.KillAmid));
        var run = await DemoWait.ForWorkflow(_owner, id, _ => { }, Ct);
        Assert.All(
            run["output"]!["objects"]!.AsArray(),
            item => Assert.True(item!["completeness"]!["ties"]!.GetValue<bool>(), item.ToJsonString())
        );
    }

    [Fact]
    public async Task A_workflow_whose_call_broke_off_is_brought_back_by_the_watchdog()
    {
        var sap = await Integration("sap-s4hana");
        // Not before the request that started it has its answer: that would be another failure.
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killed = 0;
        _host.BeforeInvoke = async function =>
        {
            if (function == "SyncIntegration" && Interlocked.Exchange(ref killed, 1) == 0)
            {
                await answered.Task;
                await _host.Handler.Kill();
            }
        };
        var id = await Start(sap);
        answered.SetResult();
        var failed = (await _host.Hub.WaitAsync(id, payloads: true, Ct)).OrchestrationState;
        Assert.Contains("failed with an unhandled exception", failed.Output);

        var watch = await _host.Call("WorkflowWatchdog", new Newtonsoft.Json.Linq.JObject());

        Assert.Contains($"Workflows rewound: {id}", watch.Logs);
        var workflow = await DemoWait.ForWorkflow(_owner, id, _ => { }, Ct);
        Assert.True(workflow["output"]!["ties"]!.GetValue<bool>(), workflow.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
        _folder.Dispose();
    }

    private Task Count(string function)
    {
        _called.AddOrUpdate(function, 1, (_, count) => count + 1);
        return Task.CompletedTask;
    }

    private async Task<string> Start(string integration)
    {
        var started = await _owner.Post($"/api/v1/integrations/{integration}/sync", null, Ct);
        return started["runId"]!.GetValue<string>();
    }

    private async Task<string> Integration(string connector)
    {
        var list = await _owner.Get("/api/v1/integrations", Ct);
        return list["items"]!.AsArray().First(i => i!["connector"]!.GetValue<string>() == connector)![
            "id"
        ]!.GetValue<string>();
    }

    private async Task<DemoApi> SignIn(string name, params string[] roles)
    {
        var body = new JsonObject
        {
            ["name"] = name,
            ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]),
        };
        var user = await _owner.Post("/api/v1/users", body, Ct);
        var key = await _owner.Post($"/api/v1/users/{user["id"]}/keys", new JsonObject { ["name"] = "test" }, Ct);
        return new DemoApi(_http, key["secret"]!.GetValue<string>());
    }
}
