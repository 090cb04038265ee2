using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Unit.Webhooks.Outgoing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>A developer's own server is told of what happens: over HTTP from the API to a receiver that listens.</summary>
[Collection(PlatformCollection.Name)]
public sealed class WebhookEndpointTests(PlatformFixture platform) : IAsyncLifetime
{
    private readonly ConcurrentQueue<Received> _received = new();
    private volatile int _status = 204;
    private LoopbackServer _receiver = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _receiver = await LoopbackServer.Start(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, Ct);
            _received.Enqueue(
                new(
                    http.Request.Headers["webhook-id"]!,
                    http.Request.Headers["webhook-timestamp"]!,
                    http.Request.Headers["webhook-signature"]!,
                    new Uri(_receiver.Address, http.Request.Path),
                    body.ToArray()
                )
            );
            http.Response.StatusCode = _status;
            await http.Response.WriteAsync(_status == 204 ? "" : "not today", Ct);
        });
        platform.Services.GetRequiredService<EgressPolicy>().Allow(_receiver.Address.Host, _receiver.Address.Port);
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task What_happens_arrives_signed_and_in_order_with_what_was_before()
    {
        var owner = await Owner();
        var made = await Make(owner, """["user.*"]""");
        var id = made.Json!["endpoint"]!["id"]!.GetValue<string>();
        var secret = made.Field("secret");

        var user = (await owner.Post("/api/v1/users", """{"name":"First","roles":["auditor"]}""")).Field("id");
        await owner.Patch($"/api/v1/users/{user}", """{"name":"Second"}""", ("If-Match", "\"1\""));
        await owner.Send(HttpMethod.Delete, $"/api/v1/users/{user}", null);
        await Wait.Until(() => Task.FromResult(_received.Count >= 3));

        Assert.Equal(["user.created", "user.updated", "user.deleted"], _received.Select(r => (string?)r.Json["type"]));
        Assert.Equal([null, 1, 2], _received.Select(r => (long?)r.Json["previoussequence"]));
        Assert.All(_received, r => Assert.True(r.IsSignedWith(secret, DateTimeOffset.UtcNow)));
        Assert.Equal("First", (string?)_received.ElementAt(1).Json["data"]!["previous"]!["name"]);
        // The same event is found in the feed, word by word but for the number that only webhooks carry.
        var fed = (await owner.Get($"/api/v1/events/{_received.First().Id}")).Json!;
        Assert.True(JsonNode.DeepEquals(fed, _received.First().Json), fed.ToJsonString());

        var log = (await owner.Get($"/api/v1/webhook-endpoints/{id}/deliveries?state=delivered")).Json!["items"]!;
        Assert.Equal(3, log.AsArray().Count);
        var details = await owner.Get($"/api/v1/webhook-endpoints/{id}/deliveries/{(string?)log[0]!["id"]}");
        Assert.Equal(204, (int)details.Json!["attempts"]![0]!["status"]!);
        // Neither the endpoint, nor its event, nor the audit log shows the secret.
        Assert.DoesNotContain(secret, (await owner.Get($"/api/v1/webhook-endpoints/{id}")).Text);
        Assert.DoesNotContain(secret, (await owner.Get("/api/v1/events?type=webhook-endpoint.created")).Text);
        Assert.DoesNotContain(secret, (await owner.Get("/api/v1/audit")).Text);
    }

    [Fact]
    public async Task A_test_says_what_the_endpoint_answered()
    {
        var owner = await Owner();
        var id = (await Make(owner, """["payment.*"]""")).Json!["endpoint"]!["id"]!.GetValue<string>();
        _status = 418;

        var tested = await owner.Post($"/api/v1/webhook-endpoints/{id}/test");

        Assert.Equal(200, tested.Status);
        Assert.Equal("failed", (string?)tested.Json!["delivery"]!["state"]);
        Assert.Equal(418, (int)tested.Json["attempts"]![0]!["status"]!);
        Assert.Equal("not today", (string?)tested.Json["attempts"]![0]!["answer"]);
        var delivery = (string?)tested.Json["delivery"]!["id"];
        var replayed = await owner.Post($"/api/v1/webhook-endpoints/{id}/deliveries/{delivery}/replay");
        Assert.Equal((404, "webhook-delivery-not-found"), (replayed.Status, replayed.Field("code")));
    }

    [Fact]
    public async Task A_pause_loses_nothing_and_what_arrived_is_replayed_on_demand()
    {
        var owner = await Owner();
        var before = DateTimeOffset.UtcNow;
        var made = await Make(owner, """["user.created"]""");
        var id = made.Json!["endpoint"]!["id"]!.GetValue<string>();
        var path = $"/api/v1/webhook-endpoints/{id}";
        var paused = await owner.Patch(path, """{"enabled":false}""", ("If-Match", made.ETag!));
        Assert.Equal("requested", paused.Field("disabledReason"));
        var user = (await owner.Post("/api/v1/users", """{"name":"Meanwhile","roles":["auditor"]}""")).Field("id");
        await Wait.Until(async () =>
            (await owner.Get($"/api/v1/events?subject=users/{user}")).Json!["items"]!.AsArray().Count == 1
        );
        Assert.Empty(_received);

        var resumed = await owner.Patch(path, """{"enabled":true}""", ("If-Match", paused.ETag!));
        Assert.Equal("healthy", resumed.Field("health"));
        await Wait.Until(() => Task.FromResult(_received.Count == 1));

        var replay = await owner.Post($"{path}/replays", $$"""{"from":"{{before:O}}"}""");
        Assert.Equal(202, replay.Status);
        await Wait.Until(async () => (await owner.Get(replay.Location!)).Field("state") == "finished");
        await Wait.Until(() => Task.FromResult(_received.Count == 2));
        Assert.Equal(1, (int)(await owner.Get(replay.Location!)).Json!["queued"]!);
        Assert.Single(_received.Select(r => r.Id).Distinct());

        var wrong = await owner.Post($"{path}/replays", """{"from":"2099-01-01T00:00:00Z"}""");
        Assert.Equal((422, "/from"), (wrong.Status, (string?)wrong.Json!["errors"]![0]!["pointer"]));
        Assert.Equal(204, (await owner.Send(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(404, (await owner.Get($"{path}/deliveries")).Status);
    }

    [Fact]
    public async Task A_stale_change_and_a_wrong_one_say_what_to_do()
    {
        var owner = await Owner();
        var made = await Make(owner, """["*"]""");
        var path = $"/api/v1/webhook-endpoints/{made.Json!["endpoint"]!["id"]!.GetValue<string>()}";
        Assert.Equal(428, (await owner.Patch(path, """{"maxPerSecond":5}""")).Status);
        Assert.Equal(200, (await owner.Patch(path, """{"maxPerSecond":5}""", ("If-Match", made.ETag!))).Status);
        var stale = await owner.Patch(path, """{"maxPerSecond":6}""", ("If-Match", made.ETag!));
        Assert.Equal((412, "version-mismatch"), (stale.Status, stale.Field("code")));

        var wrong = await owner.Post(
            "/api/v1/webhook-endpoints",
            """{"url":"https://169.254.169.254/latest","types":["usr.*"],"maxPerSecond":0}"""
        );

        Assert.Equal(422, wrong.Status);
        Assert.Equal(
            ["/url", "/maxPerSecond", "/types/0"],
            wrong.Json!["errors"]!.AsArray().Select(e => (string?)e!["pointer"])
        );
    }

    [Fact]
    public async Task A_space_has_fifty_endpoints_at_most()
    {
        var owner = await Owner();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(201, (await Make(owner, """["payment.*"]""")).Status);
        }

        var refused = await Make(owner, """["payment.*"]""");

        Assert.Equal((409, "webhook-endpoint-limit"), (refused.Status, refused.Field("code")));
    }

    private Task<Answer> Make(ApiClient owner, string types) =>
        owner.Post(
            "/api/v1/webhook-endpoints",
            $$"""{"url":"{{new Uri(_receiver.Address, "hook")}}","types":{{types}}}"""
        );

    private async Task<ApiClient> Owner()
    {
        var tenant = $"wh-{Guid.NewGuid():N}"[..20];
        await platform.Services.GetRequiredService<ITenants>().Create(tenant, tenant, Ct);
        await platform.Services.GetRequiredService<ITenantPlans>().Set(tenant, "enterprise", ct: Ct);
        return await platform.SignIn(tenant, Role.Owner);
    }
}
