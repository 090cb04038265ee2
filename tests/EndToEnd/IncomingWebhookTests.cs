using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Unit.Webhooks.Incoming;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed class IncomingWebhookTests(PlatformFixture platform)
{
    private static readonly Dictionary<string, (string Body, string Subject)> Bodies = new(StringComparer.Ordinal)
    {
        ["stripe"] = (
            """{"id":"evt_1","type":"invoice.paid","created":1700000000,"data":{"object":{"id":"in_1"}}}""",
            "in_1"
        ),
        ["quickbooks"] = (
            """{"eventNotifications":[{"realmId":"9","dataChangeEvent":{"entities":[{"name":"Invoice","id":"1","operation":"Update","lastUpdated":"2023-11-14T15:13:20-0700"}]}}]}""",
            "9/Invoice/1"
        ),
        ["xero"] = (
            """{"events":[{"resourceId":"717f","eventType":"UPDATE","eventCategory":"INVOICE","tenantId":"c2"}],"firstEventSequence":1,"lastEventSequence":1}""",
            "c2/INVOICE/717f"
        ),
        ["gocardless"] = (
            """{"events":[{"id":"EV1","created_at":"2023-11-14T22:13:20Z","resource_type":"payments","action":"paid","links":{"payment":"PM1"}}]}""",
            "PM1"
        ),
        ["standard"] = (
            """{"type":"invoice.paid","timestamp":"2023-11-14T22:13:20Z","data":{"id":"inv_1"}}""",
            "inv_1"
        ),
    };

    [Theory]
    [InlineData("stripe", 401)]
    [InlineData("quickbooks", 401)]
    [InlineData("xero", 401)]
    [InlineData("gocardless", 498)]
    [InlineData("standard", 401)]
    public async Task A_providers_message_is_taken_in_once_and_shown_and_a_wrong_signature_is_refused(
        string provider,
        int refusal
    )
    {
        var hook = await Hook.Make(platform, provider);
        var (body, subject) = Bodies[provider];

        var accepted = await hook.Send(body);
        var again = await hook.Send(body);
        var altered = await hook.Send(body, sent: body + " ");
        var unsigned = await platform.Anonymous.Post(hook.Address, body);

        Assert.Equal((200, ""), (accepted.Status, accepted.Text));
        Assert.Equal((200, ""), (again.Status, again.Text));
        Assert.Equal((refusal, refusal), (altered.Status, unsigned.Status));
        Assert.Equal(provider == "xero" ? null : "signature-invalid", altered.Code);
        Assert.True(provider != "xero" || altered.Text.Length == 0, altered.Text);
        var listed = Assert.Single((await platform.Owner.Get($"{hook.Path}/messages")).Json!["items"]!.AsArray())!;
        var message = await platform.Owner.Get($"{hook.Path}/messages/{listed["id"]!.GetValue<string>()}");
        Assert.Equal(body, message.Field("body"));
        Assert.Equal(subject, message.Json!["events"]!.AsArray().Single()!["subject"]!.GetValue<string>());
        var shown = (await platform.Owner.Get(hook.Path)).Json!;
        Assert.Equal(1, shown["repeats"]!.GetValue<long>());
        Assert.Equal(1, shown["refused"]!["signatureWrong"]!.GetValue<long>());
        Assert.Equal(1, shown["refused"]!["signatureMissing"]!.GetValue<long>());
        Assert.DoesNotContain(hook.Secret, shown.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_answers_as_any_other()
    {
        var nowhere = await platform.Anonymous.Post("/hooks/" + new string('A', 43), "{}");
        var shorter = await platform.Anonymous.Post("/hooks/x", "{}");
        var elsewhere = await platform.Anonymous.Post("/nothing/here", "{}");
        Assert.Equal((404, "route-not-found"), (nowhere.Status, nowhere.Code));
        Assert.Equal(Same(elsewhere, "/nothing/here"), Same(nowhere, "/hooks/" + new string('A', 43)));
        Assert.Equal(Same(elsewhere, "/nothing/here"), Same(shorter, "/hooks/x"));
    }

    [Fact]
    public async Task Secrets_are_rotated_without_losing_a_message()
    {
        var hook = await Hook.Make(platform, "standard");
        var etag = (await platform.Owner.Get(hook.Path)).ETag!;
        var both = $$"""{"secrets":["{{hook.Secret}}","{{SignedBodies.WhsecTwo}}"]}""";
        var second = await platform.Owner.Patch(hook.Path, both, ("If-Match", etag));
        Assert.Equal(200, second.Status);
        Assert.Equal(200, (await hook.Send("{\"n\":1}", id: "m1")).Status);
        Assert.Equal(200, (await hook.Send("{\"n\":2}", id: "m2", secret: SignedBodies.WhsecTwo)).Status);

        var only = $$"""{"secrets":["{{SignedBodies.WhsecTwo}}"]}""";
        Assert.Equal(412, (await platform.Owner.Patch(hook.Path, only, ("If-Match", etag))).Status);
        Assert.Equal(200, (await platform.Owner.Patch(hook.Path, only, ("If-Match", second.ETag!))).Status);

        Assert.Equal(401, (await hook.Send("{\"n\":3}", id: "m3")).Status);
        Assert.Equal(200, (await hook.Send("{\"n\":4}", id: "m4", secret: SignedBodies.WhsecTwo)).Status);
    }

    [Fact]
    public async Task A_paused_webhook_takes_nothing_in_and_a_deleted_one_is_unknown()
    {
        var hook = await Hook.Make(platform, "standard");
        var paused = await platform.Owner.Patch(hook.Path, """{"paused":true}""", ("If-Match", "\"1\""));
        Assert.Equal(200, paused.Status);
        Assert.Equal((503, "incoming-webhook-paused"), Of(await hook.Send("{}")));
        Assert.Equal(401, (await hook.Send("{}", sent: "{ }")).Status);
        Assert.Equal(
            200,
            (await platform.Owner.Patch(hook.Path, """{"paused":false}""", ("If-Match", paused.ETag!))).Status
        );
        Assert.Equal(200, (await hook.Send("{}")).Status);

        Assert.Equal(204, (await platform.Owner.Send(HttpMethod.Delete, hook.Path, null)).Status);

        Assert.Equal((404, "route-not-found"), Of(await hook.Send("{}", id: "other")));
        Assert.Equal(404, (await platform.Owner.Get(hook.Path)).Status);
    }

    [Fact]
    public async Task Another_tenant_sees_and_changes_nothing_of_it()
    {
        var hook = await Hook.Make(platform, "standard");
        Assert.Equal(200, (await hook.Send("{}")).Status);
        var messages = (await platform.Owner.Get($"{hook.Path}/messages")).Json!["items"]!.AsArray();
        var message = $"{hook.Path}/messages/{messages[0]!["id"]!.GetValue<string>()}";
        Assert.Equal(200, (await platform.Owner.Get(message)).Status);

        Assert.Equal(404, (await platform.Stranger.Get(hook.Path[..hook.Path.LastIndexOf('/')])).Status);
        Assert.Equal(404, (await platform.Stranger.Get(hook.Path)).Status);
        Assert.Equal(404, (await platform.Stranger.Get($"{hook.Path}/messages")).Status);
        Assert.Equal(404, (await platform.Stranger.Get(message)).Status);
        Assert.Equal(404, (await platform.Stranger.Post($"{message}/replay")).Status);
        Assert.Equal(404, (await platform.Stranger.Patch(hook.Path, "{}", ("If-Match", "\"1\""))).Status);
        Assert.Equal(404, (await platform.Stranger.Send(HttpMethod.Delete, hook.Path, null)).Status);
        Assert.Equal(200, (await platform.Owner.Get(hook.Path)).Status);
    }

    [Fact]
    public async Task Bad_input_is_refused_with_its_place_and_no_secret_in_the_answer()
    {
        var hook = await Hook.Make(platform, "stripe");
        var path = hook.Path[..hook.Path.LastIndexOf('/')];
        var provider = await platform.Owner.Post(path, """{"provider":"nobody","secrets":["whsec_long-enough"]}""");
        Assert.Equal((422, "validation-failed"), Of(provider));
        Assert.Equal(["/provider"], provider.Pointers);
        Assert.Contains("gocardless, quickbooks, standard, stripe, xero", provider.Text, StringComparison.Ordinal);
        var secrets = await platform.Owner.Post(
            path,
            """{"provider":"standard","secrets":["whsec_keep-me-out"],"maxPerSecond":0}"""
        );
        Assert.Equal(["/secrets/0", "/maxPerSecond"], secrets.Pointers);
        Assert.DoesNotContain("keep-me-out", secrets.Text, StringComparison.Ordinal);
        Assert.Equal(["/secrets"], (await platform.Owner.Post(path, """{"provider":"xero","secrets":[]}""")).Pointers);
        var second = await platform.Owner.Post(path, """{"provider":"stripe","secrets":["whsec_another-one"]}""");
        Assert.Equal((409, "incoming-webhook-exists"), Of(second));
    }

    [Fact]
    public async Task An_address_takes_so_many_a_second_and_a_body_so_large()
    {
        var hook = await Hook.Make(platform, "standard", maxPerSecond: 1);
        var large = await hook.Send(new string(' ', (1024 * 1024) + 1));
        Assert.Equal(413, large.Status);
        Assert.Equal(200, (await hook.Send("{}")).Status);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => hook.Send("{}", id: $"burst{i}")));
        Assert.Contains(answers, answer => answer is { Status: 429, Code: "rate-limited" });
        Assert.True((await platform.Owner.Get(hook.Path)).Json!["rateLimited"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task Messages_become_one_synchronisation_and_an_older_one_is_noted_as_superseded()
    {
        var sap = (await platform.Owner.Get("/api/v1/integrations?connector=sap-s4hana")).Json!["items"]!.AsArray();
        var integration = sap.First(i => i!["name"]!.GetValue<string>() != "hooked")!["id"]!.GetValue<string>();
        var path = $"/api/v1/integrations/{integration}/incoming-webhooks";
        var made = await platform.Owner.Post(path, """{"provider":"stripe","secrets":["secret-of-stripe"]}""");
        var hook = new Hook(
            platform,
            "stripe",
            "secret-of-stripe",
            $"{path}/{made.Field("id")}",
            made.Field("address")
        );
        static string Body(int id, int created) =>
            $$$$"""{"id":"evt_{{{{id}}}}","type":"invoice.paid","created":{{{{created}}}},"data":{"object":{"id":"in_9"}}}""";
        Assert.Equal(200, (await hook.Send(Body(2, 1_700_000_200))).Status);
        Assert.Equal(200, (await hook.Send(Body(1, 1_700_000_100))).Status);
        async Task<JsonNode?[]> Messages() =>
            [.. (await platform.Owner.Get($"{hook.Path}/messages")).Json!["items"]!.AsArray()];

        await Eventually.Is(async () => (await Messages()).All(m => m!["state"]!.GetValue<string>() != "accepted"));

        // Newest first.
        var messages = await Messages();
        Assert.Equal(["superseded", "processed"], messages.Select(m => m!["state"]!.GetValue<string>()));
        var run = messages[1]!["runId"]!.GetValue<string>();
        var started = await platform.Owner.Get($"/api/v1/integrations/{integration}/sync/history/{run}");
        Assert.Equal((200, "webhook"), (started.Status, started.Field("trigger")));

        var replayed = await platform.Owner.Post($"{hook.Path}/messages/{messages[0]!["id"]}/replay");
        Assert.Equal((200, "accepted"), (replayed.Status, replayed.Field("state")));
        await Eventually.Is(async () => (await Messages())[0]!["state"]!.GetValue<string>() == "processed");
        Assert.NotEqual(run, (await Messages())[0]!["runId"]!.GetValue<string>());
    }

    private static (int, string?) Of(Answer answer) => (answer.Status, answer.Code);

    // All but what names the request.
    private static string Same(Answer answer, string path)
    {
        var json = (JsonObject)answer.Json!.DeepClone();
        json.Remove("traceId");
        json.Remove("instance");
        return $"{answer.Status} {json.ToJsonString().Replace(path, "", StringComparison.Ordinal)}";
    }

    /// <summary>A webhook of an integration of its own.</summary>
    private sealed record Hook(PlatformFixture Platform, string Provider, string Secret, string Path, string Address)
    {
        public static async Task<Hook> Make(PlatformFixture platform, string provider, int? maxPerSecond = null)
        {
            var integration = await platform.Owner.Post(
                "/api/v1/integrations",
                """
                {"name":"hooked","connector":"sap-s4hana",
                 "settings":{"baseUrl":"https://erp.example.com","user":"U","password":"p","companyCode":"1010"}}
                """
            );
            Assert.Equal(201, integration.Status);
            // What these tests send must not make the platform call anybody.
            await platform.Owner.Post($"/api/v1/integrations/{integration.Field("id")}/pause");
            var secret = provider == "standard" ? SignedBodies.WhsecOne : $"secret-of-{provider}";
            var body = new JsonObject { ["provider"] = provider, ["secrets"] = new JsonArray(secret) };
            if (maxPerSecond is not null)
            {
                body["maxPerSecond"] = maxPerSecond;
            }
            var path = $"/api/v1/integrations/{integration.Field("id")}/incoming-webhooks";
            var made = await platform.Owner.Post(path, body.ToJsonString());
            Assert.True(made.Status == 201, made.Text);
            return new(platform, provider, secret, $"{path}/{made.Field("id")}", made.Field("address"));
        }

        public Task<Answer> Send(string body, string? sent = null, string id = "msg_1", string? secret = null)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            var headers = SignedBodies.Headers(Provider, secret ?? Secret, bytes, DateTimeOffset.UtcNow, id);
            return Platform.Anonymous.Post(Address, sent ?? body, [.. headers.Select(h => (h.Key, h.Value))]);
        }
    }
}
