using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using IntegrationFunctions.Tests.EndToEnd.Guards;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The OAuth server as an application meets it: over HTTP, with a browser in between.</summary>
public sealed partial class OAuthTests : IAsyncLifetime
{
    private const string Password = "four words make one";
    private const string Callback = "https://app.example.com/callback";
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private GuardedPlatform _platform = null!;
    private string _tenant = null!;
    private ApiClient _owner = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await GuardedPlatform.Start();
        (_tenant, var key) = await _platform.NewTenant("enterprise");
        _owner = _platform.Client(key);
        _http.BaseAddress = _owner.Address;
    }

    [Fact]
    public async Task A_person_allows_an_application_which_then_works_in_their_name_until_it_is_taken_back()
    {
        var app = await Application();
        using var browser = await Person("ada@example.com", Role.Developer);
        var (verifier, query) = Ask(
            app.Id,
            "profile:read integrations:read payments:read payments:approve offline_access"
        );

        var page = await browser.Get($"/connect/authorize?{query}");
        Assert.Equal(200, page.Status);
        Assert.Contains("Allow My app?", page.Text, StringComparison.Ordinal);
        // A developer approves nothing, and so gives nobody leave to.
        Assert.DoesNotContain("approve payments", page.Text, StringComparison.Ordinal);
        var code = Code(await Decide(browser, page, "allow"));
        var tokens = await Redeem(app, code, verifier);

        Assert.Equal("integrations:read offline_access payments:read profile:read", Sorted(tokens["scope"]));
        var me = await Api(tokens, "/api/v1/me");
        Assert.Equal("accessToken", me.Json!["signedInBy"]!.GetValue<string>());
        Assert.Equal(app.Id, me.Json!["clientId"]!.GetValue<string>());
        Assert.Equal(200, (await Api(tokens, "/api/v1/integrations")).Status);
        var narrow = await Api(tokens, "/api/v1/statements");
        Assert.Equal((403, "scope-missing"), (narrow.Status, narrow.Code));

        // Asked once, the person goes on at once.
        var again = await browser.Get($"/connect/authorize?{Ask(app.Id, "integrations:read").Query}");
        Assert.Equal(302, again.Status);
        var grants = (await browser.Get("/api/v1/me/grants")).Json!["items"]!.AsArray();
        var id = grants.Single()!["id"]!.GetValue<string>();
        Assert.Equal(204, (await browser.Call(HttpMethod.Delete, $"/api/v1/me/grants/{id}")).Status);
        var after = await Api(tokens, "/api/v1/me");
        Assert.Equal((401, "token-invalid"), (after.Status, after.Code));
        Assert.Equal("invalid_grant", (await Refresh(app, tokens))["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_code_opens_once_with_its_verifier_and_a_second_use_voids_what_came_of_it()
    {
        var app = await Application();
        using var browser = await Person("bea@example.com", Role.Developer);
        var (verifier, query) = Ask(app.Id, "integrations:read");
        var code = Code(await Decide(browser, await browser.Get($"/connect/authorize?{query}"), "allow"));

        var wrong = await Redeem(app, code, new string('x', 43));
        Assert.Equal("invalid_grant", wrong["error"]!.GetValue<string>());
        (verifier, query) = Ask(app.Id, "integrations:read");
        code = Code(await browser.Get($"/connect/authorize?{query}"));
        var tokens = await Redeem(app, code, verifier);
        Assert.Equal(200, (await Api(tokens, "/api/v1/integrations")).Status);
        var second = await Redeem(app, code, verifier);

        Assert.Equal("invalid_grant", second["error"]!.GetValue<string>());
        Assert.Equal(401, (await Api(tokens, "/api/v1/integrations")).Status);
    }

    [Fact]
    public async Task A_refresh_token_is_replaced_at_each_use_and_one_that_comes_twice_voids_its_family()
    {
        var app = await Application();
        using var browser = await Person("cid@example.com", Role.Developer);
        var first = await Allowed(app, browser, "integrations:read offline_access");

        var second = await Refresh(app, first);
        Assert.NotEqual((string?)first["refresh_token"], (string?)second["refresh_token"]);
        Assert.Equal(200, (await Api(second, "/api/v1/integrations")).Status);
        var stolen = await Refresh(app, first);

        Assert.Equal("invalid_grant", stolen["error"]!.GetValue<string>());
        Assert.Equal("invalid_grant", (await Refresh(app, second))["error"]!.GetValue<string>());
        Assert.Equal(401, (await Api(second, "/api/v1/integrations")).Status);
    }

    [Fact]
    public async Task Tokens_run_out_and_refreshing_asks_who_the_user_is_by_now()
    {
        var app = await Application();
        using var browser = await Person("dan@example.com", Role.Developer);
        var tokens = await Allowed(app, browser, "integrations:read integrations:write offline_access");
        var id = (await browser.Get("/api/v1/me")).Json!["userId"]!.GetValue<string>();

        _platform.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(401, (await Api(tokens, "/api/v1/integrations")).Status);
        var user = await _owner.Get($"/api/v1/users/{id}");
        await _owner.Patch($"/api/v1/users/{id}", """{"roles":["auditor"]}""", ("If-Match", user.ETag!));
        var narrowed = await Refresh(app, tokens);
        Assert.Equal("integrations:read offline_access", Sorted(narrowed["scope"]));

        user = await _owner.Get($"/api/v1/users/{id}");
        await _owner.Patch($"/api/v1/users/{id}", """{"disabled":true}""", ("If-Match", user.ETag!));
        Assert.Equal(401, (await Api(narrowed, "/api/v1/integrations")).Status);
        Assert.Equal("invalid_grant", (await Refresh(app, narrowed))["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_application_acts_for_itself_introspects_and_revokes_at_once()
    {
        var user = await _owner.Post("/api/v1/users", """{"name":"Robot","roles":["developer"]}""");
        var app = await Application(
            $$"""{"name":"Robot","scopes":["integrations:read","integrations:write"],"runsAs":"{{user.Field("id")}}"}"""
        );

        var tokens = await Token(app, ("grant_type", "client_credentials"), ("scope", "integrations:read"));
        Assert.Equal(200, (await Api(tokens, "/api/v1/integrations")).Status);
        Assert.Null(tokens["refresh_token"]);
        var token = tokens["access_token"]!.GetValue<string>();
        var known = await Post(app, "/connect/introspect", ("token", token));
        Assert.True(known["active"]!.GetValue<bool>());
        await Post(app, "/connect/revoke", ("token", token));

        Assert.Equal(401, (await Api(tokens, "/api/v1/integrations")).Status);
        Assert.False((await Post(app, "/connect/introspect", ("token", token)))["active"]!.GetValue<bool>());
        var too = await Token(app, ("grant_type", "client_credentials"), ("scope", "payments:write"));
        Assert.Contains("scope", too["error_description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(too["access_token"]);
        var wrong = await Token(app with { Secret = "ifs_wrong" }, ("grant_type", "client_credentials"));
        Assert.Equal("invalid_client", wrong["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_new_secret_takes_the_place_of_the_old_and_a_removed_application_opens_nothing()
    {
        var user = await _owner.Post("/api/v1/users", """{"name":"Robot","roles":["developer"]}""");
        var app = await Application(
            $$"""{"name":"Robot","scopes":["integrations:read"],"runsAs":"{{user.Field("id")}}"}"""
        );
        var tokens = await Token(app, ("grant_type", "client_credentials"));

        var rotated = await _owner.Post($"/api/v1/applications/{app.Id}/rotate-secret");
        var old = await Token(app, ("grant_type", "client_credentials"));
        app = app with { Secret = rotated.Field("clientSecret") };
        var now = await Token(app, ("grant_type", "client_credentials"));
        Assert.Equal("invalid_client", old["error"]!.GetValue<string>());
        Assert.Equal(200, (await Api(now, "/api/v1/integrations")).Status);

        Assert.Equal(204, (await _owner.Send(HttpMethod.Delete, $"/api/v1/applications/{app.Id}", null)).Status);
        Assert.Equal(401, (await Api(now, "/api/v1/integrations")).Status);
        Assert.Equal(401, (await Api(tokens, "/api/v1/integrations")).Status);
        var gone = await Token(app, ("grant_type", "client_credentials"));
        Assert.Equal("invalid_client", gone["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task Neither_another_redirect_nor_a_missing_challenge_nor_another_tenant_gets_a_code()
    {
        var app = await Application();
        using var browser = await Person("eve@example.com", Role.Developer);
        var (_, query) = Ask(app.Id, "integrations:read");

        var elsewhere = await browser.Get(
            $"/connect/authorize?{query.Replace("app.example.com", "app.example.com.evil.example", StringComparison.Ordinal)}"
        );
        var open = await browser.Get($"/connect/authorize?{Regex.Replace(query, "&code_challenge.*$", "")}");
        var plain = await browser.Get($"/connect/authorize?{query.Replace("S256", "plain", StringComparison.Ordinal)}");
        Assert.Equal((400, null), (elsewhere.Status, elsewhere.Location));
        Assert.Equal((400, null), (open.Status, open.Location));
        Assert.Contains("code_challenge", open.Text, StringComparison.Ordinal);
        Assert.Equal((400, null), (plain.Status, plain.Location));

        var (other, _) = await _platform.NewTenant("enterprise");
        using var stranger = await Person("fay@example.com", Role.Developer, other);
        var refused = await stranger.Get($"/connect/authorize?{query}");
        Assert.Contains("error=access_denied", refused.Location, StringComparison.Ordinal);
        // Another site can't press the button.
        var page = await browser.Get($"/connect/authorize?{query}");
        var forged = await Decide(browser, page, "allow", "cross-site");
        Assert.Equal(200, forged.Status);
        Assert.Contains(
            "error=access_denied",
            (await Decide(browser, page, "deny")).Location,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_first_and_comes_back()
    {
        var app = await Application();
        using var browser = await Person("gil@example.com", Role.Developer);
        await browser.Post("/sign-out");
        var (_, query) = Ask(app.Id, "integrations:read");

        var first = await browser.Get($"/connect/authorize?{query}");
        Assert.StartsWith("/sign-in?return=", first.Location, StringComparison.Ordinal);
        var back = Uri.UnescapeDataString(first.Location!["/sign-in?return=".Length..]);
        var signedIn = await browser.SignIn(_tenant, "gil@example.com", Password, back);
        var page = await browser.Get(signedIn.Location!);

        Assert.Contains("Allow My app?", page.Text, StringComparison.Ordinal);
        await browser.Post("/sign-out");
        var silent = await browser.Get($"/connect/authorize?{query}&prompt=none");
        Assert.Contains("error=login_required", silent.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_names_what_there_is_and_the_key_that_signs()
    {
        var document = await Json("/.well-known/oauth-authorization-server");
        Assert.Equal(["S256"], document["code_challenge_methods_supported"]!.AsArray().Select(m => (string?)m));
        Assert.Equal(["code"], document["response_types_supported"]!.AsArray().Select(m => (string?)m));
        Assert.EndsWith("/connect/token", (string?)document["token_endpoint"], StringComparison.Ordinal);
        Assert.EndsWith("/connect/revoke", (string?)document["revocation_endpoint"], StringComparison.Ordinal);
        var kids = (await Json("/.well-known/jwks"))["keys"]!.AsArray().Select(k => (string?)k!["kid"]);
        Assert.Equal([Kid(await Robot())], kids);
    }

    [Fact]
    public async Task A_server_that_starts_again_knows_its_tokens_and_an_application_of_the_sandbox_stays_there()
    {
        var tokens = await Robot(live: false);
        var before = await Api(tokens, "/api/v1/me");
        Assert.Equal($"{_tenant}_test", before.Json!["tenantId"]!.GetValue<string>());

        await _platform.Restart();
        var after = await _platform.Client((string)tokens["access_token"]!).Get("/api/v1/me");

        Assert.Equal(200, after.Status);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _platform.DisposeAsync();
    }

    private async Task<JsonObject> Robot(bool live = true)
    {
        var user = await _owner.Post("/api/v1/users", """{"name":"Robot","roles":["developer"]}""");
        var app = await Application(
            $$"""
            {"name":"Robot","scopes":["integrations:read","profile:read"],"runsAs":"{{user.Field("id")}}","live":{{(
                live ? "true" : "false"
            )}} }
            """
        );
        return await Token(app, ("grant_type", "client_credentials"));
    }

    private async Task<App> Application(string? body = null)
    {
        var made = await _owner.Post(
            "/api/v1/applications",
            body
                ?? $$"""
                {"name":"My app","redirectUris":["{{Callback}}"],
                 "scopes":["profile:read","integrations:read","integrations:write","payments:read","payments:approve"]}
                """
        );
        Assert.True(made.Status == 201, made.Text);
        return new(made.Json!["application"]!["id"]!.GetValue<string>(), made.Field("clientSecret"));
    }

    private async Task<TestBrowser> Person(string email, Role role, string? tenant = null)
    {
        var account = tenant ?? _tenant;
        var users = _platform.Services.GetRequiredService<IUsers>();
        var user = await users.Create(account, "Person", [role], "system", ct: Ct);
        var changed = await users.Update(account, user.Id, user.Version, new UserChange(Email: email), Ct);
        Assert.True(changed.TryGet(out _, out _));
        var signIn = _platform.Services.GetRequiredService<ISignIn>();
        await signIn.AcceptInvitation((await signIn.Invite(account, user.Id, Ct))!.Token, Password, Ct);
        var browser = new TestBrowser(_owner.Address);
        Assert.Equal(303, (await browser.SignIn(account, email, Password)).Status);
        return browser;
    }

    private static (string Verifier, string Query) Ask(string clientId, string scope)
    {
        var verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(verifier));
        var challenge = Convert.ToBase64String(hash).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return (
            verifier,
            $"response_type=code&client_id={clientId}&redirect_uri={Uri.EscapeDataString(Callback)}&state=s"
                + $"&scope={Uri.EscapeDataString(scope)}&code_challenge={challenge}&code_challenge_method=S256"
        );
    }

    // Presses a button of the page, with the hidden fields that it has.
    private static Task<Answer> Decide(
        TestBrowser browser,
        Answer page,
        string decision,
        string site = "same-origin"
    ) =>
        browser.Form(
            "/connect/authorize",
            site,
            [
                .. HiddenField()
                    .Matches(page.Text)
                    .Select(m => (m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value))),
                ("decision", decision),
            ]
        );

    private async Task<JsonObject> Allowed(App app, TestBrowser browser, string scope)
    {
        var (verifier, query) = Ask(app.Id, scope);
        var code = Code(await Decide(browser, await browser.Get($"/connect/authorize?{query}"), "allow"));
        return await Redeem(app, code, verifier);
    }

    private static string Code(Answer answer)
    {
        Assert.True(answer.Location?.StartsWith(Callback, StringComparison.Ordinal) == true, answer.Text);
        Assert.Contains("state=s", answer.Location, StringComparison.Ordinal);
        return Uri.UnescapeDataString(Regex.Match(answer.Location!, "[?&]code=([^&]+)").Groups[1].Value);
    }

    private Task<JsonObject> Redeem(App app, string code, string verifier) =>
        Token(
            app,
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", Callback),
            ("code_verifier", verifier)
        );

    private Task<JsonObject> Refresh(App app, JsonObject tokens) =>
        Token(app, ("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"]!.GetValue<string>()));

    private Task<JsonObject> Token(App app, params (string, string)[] form) => Post(app, "/connect/token", form);

    private async Task<JsonObject> Post(App app, string path, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{app.Id}:{app.Secret}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        using var response = await _http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    private async Task<JsonObject> Json(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), Ct))!.AsObject();

    private static string Kid(JsonObject tokens)
    {
        var head = ((string)tokens["access_token"]!).Split('.')[0].Replace('-', '+').Replace('_', '/');
        var json = Convert.FromBase64String(head.PadRight((head.Length + 3) / 4 * 4, '='));
        return JsonNode.Parse(json)!["kid"]!.GetValue<string>();
    }

    private Task<Answer> Api(JsonObject tokens, string path)
    {
        Assert.True(tokens["access_token"] is not null, tokens.ToJsonString());
        return _platform.Client((string)tokens["access_token"]!).Get(path);
    }

    private static string Sorted(JsonNode? scope) => string.Join(' ', scope!.GetValue<string>().Split(' ').Order());

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)">""")]
    private static partial Regex HiddenField();

    private sealed record App(string Id, string Secret);
}
