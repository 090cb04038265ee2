using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.FunctionsHost;
using Newtonsoft.Json.Linq;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The executable as the custom handler of a host that calls it by its files, in a process of its own.</summary>
public sealed class FunctionsHostTests(FunctionsHostTests.Running running) : IClassFixture<FunctionsHostTests.Running>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HostStandIn Host => running.Host;

    [Theory]
    [InlineData("/", "Integration Functions")]
    [InlineData("/docs/", "html")]
    [InlineData("/docs/errors", "workflows-unavailable")]
    [InlineData("/openapi/v1.json", "openapi")]
    [InlineData("/health/live", "ok")]
    [InlineData("/health/ready", "ok")]
    [InlineData("/api/v1/integrations", "sap-s4hana")]
    public async Task Pages_and_API_keep_their_addresses(string path, string content)
    {
        var (status, body) = await Host.Forward(HttpMethod.Get, path, key: running.Key);

        Assert.Equal(200, status);
        Assert.Contains(content, body);
    }

    [Theory]
    [InlineData("/sign-in", 403, "another site")]
    [InlineData("/sign-in/code", 403, "another site")]
    [InlineData("/sign-out", 403, "another site")]
    [InlineData("/invitation", 403, "another site")]
    [InlineData("/connect/token", 400, "invalid_request")]
    public async Task Forms_are_forwarded_to_those_who_look_at_where_they_come_from(
        string path,
        int status,
        string content
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"https://{HostStandIn.PublicName}{path}"))
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("code", "1")]),
        };

        using var answer = await Host.Forward(request);

        Assert.NotNull(answer);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(content, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_request_from_outside_signs_in_as_everywhere()
    {
        var (status, body) = await Host.Forward(HttpMethod.Post, "/api/v1/integrations", "{}");

        Assert.Equal((401, "key-missing"), (status, JsonNode.Parse(body)!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Webhooks_reach_their_address_and_no_other_function()
    {
        var (status, body) = await Host.Forward(HttpMethod.Post, "/hooks/" + new string('A', 43), "{}");
        Assert.Equal((404, "route-not-found"), (status, JsonNode.Parse(body)!["code"]!.GetValue<string>()));

        var (escaped, _) = await Host.Forward(HttpMethod.Post, "/hooks/%252e%252e/SyncRequests", "{}");
        Assert.NotEqual(200, escaped);
    }

    [Fact]
    public async Task The_timer_asks_for_what_is_due()
    {
        var answer = await Host.Call(
            "SyncSchedule",
            JObject.Parse("""{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}"""),
            JObject.Parse("""{"sys":{"MethodName":"SyncSchedule","UtcNow":"2026-01-05T08:00:00Z"}}""")
        );

        Assert.True(answer.Succeeded, answer.Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_starts_its_run_once_however_often_it_is_delivered(bool storage)
    {
        var sap = await running.Sap();
        var runId = Identifiers.From("run", "host-test", storage ? "storage" : "service-bus");
        var body = $$"""{"integrationId":"{{sap}}","runId":"{{runId}}","trigger":"schedule"}""";
        var metadata = storage
            ? new JObject
            {
                ["DequeueCount"] = HostJson.Encode(1),
                ["Id"] = HostJson.Encode("m-1"),
                ["PopReceipt"] = HostJson.Encode("r"),
            }
            : ServiceBus("m-1", "demo");

        for (var delivery = 0; delivery < 3; delivery++)
        {
            var sent = storage ? $$"""{"tenant":"demo","body":{{body}}}""" : body;
            var answer = await Host.Call("SyncRequests", sent, metadata);
            Assert.True(answer.Succeeded, answer.Body);
        }

        var workflow = await running.Ended(runId);
        Assert.Equal("completed", workflow["status"]!.GetValue<string>());
        var (_, history) = await Host.Forward(
            HttpMethod.Get,
            $"/api/v1/integrations/{sap}/sync/history?limit=200",
            key: running.Key
        );
        Assert.Single(
            JsonNode.Parse(history)!["items"]!.AsArray(),
            item => item!["runId"]!.GetValue<string>() == runId
        );
    }

    [Fact]
    public async Task A_message_that_can_not_be_handled_is_given_back()
    {
        var noTenant = await Host.Call("SyncRequests", "{}", ServiceBus("m-2", null));
        var noJson = await Host.Call("SyncRequests", "no json", ServiceBus("m-3", "demo"));
        var foreign = await Host.Call(
            "PaymentChanges",
            """{"tenantId":"other","paymentId":"pay_1"}""",
            ServiceBus("m-4", "demo")
        );

        Assert.Equal((400, 500, 500), (noTenant.Status, noJson.Status, foreign.Status));
        Assert.Contains("application property 'tenant'", Assert.Single(noTenant.Logs));
        Assert.Contains("invocation", Assert.Single(noJson.Logs));
    }

    [Fact]
    public async Task A_changed_document_makes_its_workflow_look_again()
    {
        var documents = JArray.Parse("""[{"id":"pay_unknown","partition":"tenants/demo/payments","_etag":"x"}]""");

        var first = await Host.Call("PaymentDocuments", documents);
        var again = await Host.Call("PaymentDocuments", documents);
        var bad = await Host.Call("PaymentDocuments", JArray.Parse("""[{"id":"pay_unknown"}]"""));

        Assert.True(first.Succeeded && again.Succeeded, first.Body + again.Body);
        Assert.Equal(400, bad.Status);
        var (status, _) = await Host.Forward(HttpMethod.Get, "/api/v1/workflows/pay_unknown", key: running.Key);
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task The_probe_answers_by_envelope()
    {
        var answer = await Host.Call(
            "WorkflowHealth",
            JObject.Parse(
                """{"Url":"https://x/health/workflows","Method":"GET","Query":{},"Headers":{},"Params":{},"Identities":[]}"""
            )
        );

        Assert.True(answer.Succeeded, answer.Body);
        var output = Assert.IsType<JObject>(answer.Output("response"));
        Assert.Equal(200, output["statusCode"]!.Value<int>());
        Assert.Equal("ok", JObject.Parse(output["body"]!.Value<string>()!)["status"]);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "array")]
    [InlineData("{}", "no object Data")]
    [InlineData("""{"Data":{},"Metadata":{}}""", "Data.message is missing")]
    [InlineData("""{"Data":{"message":"plain"},"Metadata":{}}""", "encodes strings twice")]
    public async Task A_bad_envelope_is_told_what_is_wrong_with_it(string body, string why)
    {
        var answer = await Host.Send("SyncRequests", body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(why, Assert.Single(answer.Logs));
    }

    [Theory]
    [InlineData("/SyncSchedule")]
    [InlineData("/syncschedule")]
    [InlineData("/SyncRequests")]
    public async Task No_function_has_a_route_from_outside(string path) =>
        Assert.Equal(404, (await Host.Forward(HttpMethod.Post, path, "{}")).Status);

    [Theory]
    [InlineData("X-Azure-Functions-InvocationId", "5d1b7a3c-0000-0000-0000-000000000000")]
    [InlineData("Host", "127.0.0.1")]
    [InlineData("Accept", "*/*")]
    public async Task A_request_that_is_forwarded_to_a_function_all_the_same_is_refused(string header, string value)
    {
        // The host decodes the path once more than it was matched.
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri($"https://{HostStandIn.PublicName}/api/%252e%252e/SyncSchedule")
        );
        request.Headers.TryAddWithoutValidation(header, value);
        request.Content = new StringContent(
            """{"Data":{"timer":{}},"Metadata":{}}""",
            Encoding.UTF8,
            "application/json"
        );

        using var answer = await Host.Forward(request);

        Assert.Equal(403, (int)answer!.StatusCode);
        Assert.Contains("called by the Functions host alone", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_call_without_an_invocation_is_refused()
    {
        using var http = new HttpClient();
        using var content = new StringContent(
            """{"Data":{"timer":{}},"Metadata":{}}""",
            Encoding.UTF8,
            "application/json"
        );

        using var answer = await http.PostAsync(new Uri(Host.Address, "SyncSchedule"), content, Ct);

        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/sandbox/demo")]
    [InlineData("/api/%252e%252e/sandbox/demo")]
    public async Task The_sandbox_is_not_for_the_outside(string path) =>
        Assert.Equal(403, (await Host.Forward(HttpMethod.Get, path)).Status);

    private static JObject ServiceBus(string id, string? tenant) =>
        new()
        {
            ["MessageId"] = HostJson.Encode(id),
            ["DeliveryCount"] = HostJson.Encode(1),
            ["LockToken"] = HostJson.Encode("6f9a"),
            ["EnqueuedTimeUtc"] = HostJson.Encode("2026-01-05T08:00:00Z"),
            ["SequenceNumber"] = HostJson.Encode(17),
            ["ApplicationProperties"] = tenant is null ? [] : new JObject { ["tenant"] = tenant },
        };

    /// <summary>One host for all: generated, started, and signed in to.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        internal HostStandIn Host { get; private set; } = null!;

        /// <summary>Key of the demo tenant's owner.</summary>
        public string Key { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Host = await HostStandIn.Start(_folder.Path);
            await Wait.Until(() => Host.Handler.IsUp);
            Key = Host.Handler.Key!;
        }

        /// <summary>The seeded SAP integration.</summary>
        public async Task<string> Sap()
        {
            var (_, body) = await Host.Forward(HttpMethod.Get, "/api/v1/integrations", key: Key);
            return JsonNode.Parse(body)!["items"]!
                .AsArray()
                .First(i => i!["connector"]!.GetValue<string>() == "sap-s4hana")!["id"]!.GetValue<string>();
        }

        /// <summary>The workflow once it has ended.</summary>
        public async Task<JsonNode> Ended(string id)
        {
            JsonNode? workflow = null;
            await Wait.Until(async () =>
            {
                var (_, body) = await Host.Forward(HttpMethod.Get, $"/api/v1/workflows/{id}", key: Key);
                workflow = JsonNode.Parse(body)!;
                return workflow["status"]!.GetValue<string>() is not ("pending" or "running");
            });
            return workflow!;
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            _folder.Dispose();
        }
    }
}
