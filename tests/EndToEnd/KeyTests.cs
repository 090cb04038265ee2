using System.Text.Json.Nodes;
using IntegrationFunctions.Tests.EndToEnd.Guards;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>What keys open: how far, how long, from where; and that the sandbox and live data never meet.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private GuardedPlatform _platform = null!;
    private string _tenant = null!;
    private ApiClient _owner = null!;
    private string _ownerId = null!;

    public async ValueTask InitializeAsync()
    {
        _platform = await GuardedPlatform.Start();
        (_tenant, var key) = await _platform.NewTenant("enterprise");
        _owner = _platform.Client(key);
        _ownerId = (await _owner.Get("/api/v1/me")).Field("userId");
    }

    [Fact]
    public async Task Test_keys_and_live_keys_say_so_and_open_spaces_that_know_nothing_of_each_other()
    {
        var (live, test) = (await Key("""{"name":"live"}"""), await Key("""{"name":"test","live":false}"""));

        var made = await test.Post("/api/v1/integrations", Sap("http://sandbox.internal/sandbox/none/sap"));

        Assert.StartsWith("ifk_live_", live.Key);
        Assert.StartsWith("ifk_test_", test.Key);
        Assert.Equal(201, made.Status);
        Assert.Equal(404, (await live.Get($"/api/v1/integrations/{made.Field("id")}")).Status);
        Assert.Empty((await live.Get("/api/v1/integrations")).Json!["items"]!.AsArray());
        Assert.Equal(200, (await test.Get($"/api/v1/integrations/{made.Field("id")}")).Status);
        var me = await test.Get("/api/v1/me");
        Assert.False(me.Json!["live"]!.GetValue<bool>());
        Assert.Equal(($"{_tenant}_test", _tenant), (me.Field("tenantId"), me.Field("accountId")));
    }

    [Fact]
    public async Task The_sandbox_reaches_virtual_systems_alone_and_live_data_none_of_them()
    {
        var (live, test) = (await Key("""{"name":"live"}"""), await Key("""{"name":"test","live":false}"""));

        var outside = await Test(test, "https://erp.example.com");
        var inside = await Test(live, "http://sandbox.internal/sandbox/none/sap");

        Assert.Contains("is not reached from a sandbox", outside, StringComparison.Ordinal);
        Assert.Contains("is a virtual system, which is not reached from live data", inside, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_the_sandbox_changes_nothing_of_the_account()
    {
        var test = await Key("""{"name":"test","live":false}""");

        var answer = await test.Post($"/api/v1/users/{_ownerId}/keys", """{"name":"more"}""");

        Assert.Equal((403, "sandbox-only"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_tenant_with_a_sandbox_only_gets_no_live_key()
    {
        await _platform
            .Services.GetRequiredService<Identity.ITenants>()
            .Create("small", "Small", sandboxOnly: true, TestContext.Current.CancellationToken);
        var owner = _platform.Client(await _platform.NewKey("small", Identity.Role.Owner));
        var id = (await owner.Get("/api/v1/me")).Field("userId");

        var answer = await owner.Post($"/api/v1/users/{id}/keys", """{"name":"live","live":true}""");

        Assert.Equal((422, "/live"), (answer.Status, answer.Pointers.Single()));
    }

    [Fact]
    public async Task Scopes_narrow_a_key_and_it_can_not_hand_on_what_it_has_not_got()
    {
        var narrow = await Key("""{"name":"narrow","scopes":["integrations:read","keys:write"]}""");

        Assert.Equal(200, (await narrow.Get("/api/v1/integrations")).Status);
        var refused = await narrow.Get("/api/v1/payments");
        var up = await narrow.Post($"/api/v1/users/{_ownerId}/keys", """{"name":"up","scopes":["payments:write"]}""");
        var same = await narrow.Post($"/api/v1/users/{_ownerId}/keys", """{"name":"same"}""");

        Assert.Equal((403, "scope-missing"), (refused.Status, refused.Code));
        Assert.Contains("insufficient_scope", refused.Challenge, StringComparison.Ordinal);
        Assert.Equal((403, "/scopes/0"), (up.Status, up.Pointers.Single()));
        Assert.Equal(
            ["integrations:read", "keys:write"],
            same.Json!["key"]!["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>())
        );
        var unknown = await _owner.Post($"/api/v1/users/{_ownerId}/keys", """{"name":"x","scopes":["moon:write"]}""");
        Assert.Equal((422, "/scopes/0"), (unknown.Status, unknown.Pointers.Single()));
    }

    [Fact]
    public async Task A_key_opens_nothing_from_its_end_on()
    {
        var end = _platform.Clock.GetUtcNow().AddHours(1);
        var key = await Key(new JsonObject { ["name"] = "short", ["expiresAt"] = end }.ToJsonString());
        Assert.Equal(200, (await key.Get("/api/v1/me")).Status);

        _platform.Clock.Advance(TimeSpan.FromHours(1));

        var answer = await key.Get("/api/v1/me");
        Assert.Equal((401, "key-expired"), (answer.Status, answer.Code));
        var past = await _owner.Post(
            $"/api/v1/users/{_ownerId}/keys",
            new JsonObject { ["name"] = "past", ["expiresAt"] = end }.ToJsonString()
        );
        Assert.Equal((422, "/expiresAt"), (past.Status, past.Pointers.Single()));
    }

    [Fact]
    public async Task A_key_opens_nothing_from_an_address_that_it_may_not_come_from()
    {
        var here = await Key("""{"name":"here","allowedAddresses":["127.0.0.0/8","::1"]}""");
        var elsewhere = await Key("""{"name":"elsewhere","allowedAddresses":["192.0.2.0/24"]}""");

        Assert.Equal(200, (await here.Get("/api/v1/me")).Status);
        // A client can write what it likes into this header.
        var answer = await elsewhere.Get("/api/v1/me", ("X-Forwarded-For", "192.0.2.7"));
        Assert.Equal((401, "key-address"), (answer.Status, answer.Code));
        var nonsense = await _owner.Post(
            $"/api/v1/users/{_ownerId}/keys",
            """{"name":"x","allowedAddresses":["192.0.2.0/24","192.0.2.1/24"]}"""
        );
        Assert.Equal((422, "/allowedAddresses/1"), (nonsense.Status, nonsense.Pointers.Single()));
    }

    [Fact]
    public async Task A_replaced_key_goes_on_for_the_overlap_and_can_not_be_replaced_twice()
    {
        var old = await _owner.Post(
            $"/api/v1/users/{_ownerId}/keys",
            """{"name":"job","scopes":["profile:read"],"allowedAddresses":["127.0.0.1","::1"]}"""
        );
        var path = $"/api/v1/users/{_ownerId}/keys/{old.Json!["key"]!["id"]}";

        var made = await _owner.Post($"{path}/rotate", """{"overlapHours":2}""");
        var again = await _owner.Post($"{path}/rotate");

        Assert.Equal(201, made.Status);
        Assert.Equal((409, "key-ended"), (again.Status, again.Code));
        Assert.Equal(["profile:read"], made.Json!["key"]!["scopes"]!.AsArray().Select(s => s!.GetValue<string>()));
        var (before, after) = (_platform.Client(old.Field("secret")), _platform.Client(made.Field("secret")));
        Assert.Equal((200, 200), ((await before.Get("/api/v1/me")).Status, (await after.Get("/api/v1/me")).Status));
        _platform.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal((401, 200), ((await before.Get("/api/v1/me")).Status, (await after.Get("/api/v1/me")).Status));
    }

    [Fact]
    public async Task A_live_key_that_somebody_else_made_never_approves()
    {
        var approver = await _owner.Post("/api/v1/users", """{"name":"Approver","roles":["approver"]}""");
        var made = await _owner.Post($"/api/v1/users/{approver.Field("id")}/keys", """{"name":"for you"}""");
        var key = _platform.Client(made.Field("secret"));

        var answer = await key.Post("/api/v1/payments/pay_1/approve", """{"contentHash":"x"}""");

        Assert.Equal((403, "scope-missing"), (answer.Status, answer.Code));
        var played = await _owner.Post(
            $"/api/v1/users/{approver.Field("id")}/keys",
            """{"name":"for you","live":false}"""
        );
        var inSandbox = await _platform.Client(played.Field("secret")).Post("/api/v1/payments/pay_1/approve", "{}");
        Assert.NotEqual(403, inSandbox.Status);
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    private async Task<ApiClient> Key(string body)
    {
        var made = await _owner.Post($"/api/v1/users/{_ownerId}/keys", body);
        Assert.True(made.Status == 201, made.Text);
        return _platform.Client(made.Field("secret"));
    }

    private static string Sap(string address) =>
        $$"""
            {"name":"SAP","connector":"sap-s4hana","settings":{"baseUrl":"{{address}}","user":"U","password":"p","companyCode":"1010"} }
            """;

    private static async Task<string> Test(ApiClient caller, string address)
    {
        var made = await caller.Post("/api/v1/integrations", Sap(address));
        Assert.True(made.Status == 201, made.Text);
        return (await caller.Post($"/api/v1/integrations/{made.Field("id")}/test")).Text;
    }
}
