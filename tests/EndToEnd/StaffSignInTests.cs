using System.Text;
using IntegrationFunctions.Functions.Cli;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Http.SignIn.Staff;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>People whom the operator's Entra ID knows, with an OpenID provider in its place.</summary>
public sealed class StaffSignInTests(StaffPlatform platform) : IClassFixture<StaffPlatform>, IAsyncLifetime
{
    private readonly string _person = Guid.NewGuid().ToString();
    private readonly OpenIdProvider _provider = platform.Provider;
    private string _tenant = null!;
    private ApiClient _owner = null!;
    private string _user = null!;

    private Uri Address => platform.App.Address();

    public async ValueTask InitializeAsync()
    {
        (_tenant, _owner) = await platform.NewTenant();
        _user = (await _owner.Post("/api/v1/users", """{"name":"Colleague","roles":["auditor"]}""")).Field("id");
        // As people copy it from a page: in capitals.
        var bound = await Bind(_user, OpenIdProvider.Directory.ToUpperInvariant(), _person);
        Assert.Equal(200, bound.Status);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Who_is_bound_to_a_user_gets_a_session_as_that_user()
    {
        using var browser = new TestBrowser(Address);
        Assert.Contains("Sign in with Microsoft", (await browser.Get("/sign-in")).Text);
        Assert.Contains("name=\"tenant\"", (await browser.Get("/sign-in/staff?return=/docs")).Text);

        var back = await browser.Get(_provider.SignIn(await Begin(browser, "/docs"), Oid(_person)));

        Assert.Equal((303, "/docs"), (back.Status, back.Location));
        var me = await browser.Call(HttpMethod.Get, "/api/v1/me");
        Assert.Equal((200, _user), (me.Status, me.Field("userId")));
        Assert.Single((await _owner.Get($"/api/v1/users/{_user}/sessions")).Json!["items"]!.AsArray());
        // What was bound is no one else's.
        var other = (await _owner.Post("/api/v1/users", """{"name":"Other","roles":["auditor"]}""")).Field("id");
        var taken = await Bind(other, OpenIdProvider.Directory, _person);
        Assert.Equal((409, "staff-taken"), (taken.Status, taken.Code));
    }

    [Fact]
    public async Task A_process_that_is_started_anew_knows_who_was_under_way()
    {
        using var browser = new TestBrowser(Address);
        var authorize = await Begin(browser, "/");
        await platform.Restart();

        var back = await browser.Get(_provider.SignIn(authorize, Oid(_person)));

        Assert.Equal(303, back.Status);
    }

    [Fact]
    public async Task Somebody_who_is_bound_to_nobody_is_told_what_to_ask_for()
    {
        using var browser = new TestBrowser(Address);
        var stranger = "9a8b7c6d-0000-4000-8000-00000000ffff";

        var back = await browser.Get(_provider.SignIn(await Begin(browser, "/"), Oid(stranger)));

        Assert.Equal(403, back.Status);
        Assert.Contains(stranger, back.Text);
        Assert.Equal(401, (await browser.Call(HttpMethod.Get, "/api/v1/me")).Status);
        using var elsewhere = new TestBrowser(Address);
        var other = await elsewhere.Get(_provider.SignIn(await Begin(elsewhere, "/", "another"), Oid(_person)));
        Assert.Equal(403, other.Status);
    }

    [Fact]
    public async Task A_user_who_is_disabled_gets_nothing()
    {
        await _owner.Patch($"/api/v1/users/{_user}", """{"disabled":true}""", ("If-Match", "\"2\""));
        using var browser = new TestBrowser(Address);

        var back = await browser.Get(_provider.SignIn(await Begin(browser, "/"), Oid(_person)));

        Assert.Equal(403, back.Status);
    }

    public static TheoryData<string> Forgeries =>
        [
            "nonce",
            "audience",
            "issuer",
            "directory",
            "no directory",
            "over",
            "not yet",
            "unsigned",
            "another key",
            "shared secret",
            "no object",
        ];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_token_that_is_not_quite_right_opens_nothing(string what)
    {
        using var browser = new TestBrowser(Address);
        var authorize = await Begin(browser, "/");
        var claims = Oid(_person);
        SigningCredentials? sign = null;
        DateTimeOffset? at = null;
        switch (what)
        {
            case "nonce":
                claims["nonce"] = "another";
                break;
            case "audience":
                claims["aud"] = "another-application";
                break;
            case "issuer":
                claims["iss"] = $"{_provider.Address}{Guid.NewGuid()}/v2.0";
                break;
            case "directory":
                claims["tid"] = Guid.NewGuid().ToString();
                break;
            case "no directory":
                claims["tid"] = "";
                break;
            case "over":
                at = DateTimeOffset.UtcNow.AddHours(-1);
                break;
            case "not yet":
                claims["nbf"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
                claims["exp"] = DateTimeOffset.UtcNow.AddHours(2).ToUnixTimeSeconds();
                break;
            case "no object":
                claims["oid"] = "";
                break;
            case "another key":
                sign = new(
                    new RsaSecurityKey(System.Security.Cryptography.RSA.Create(2048)) { KeyId = "k1" },
                    SecurityAlgorithms.RsaSha256
                );
                break;
            case "shared secret":
                sign = new(
                    new SymmetricSecurityKey(Encoding.UTF8.GetBytes(OpenIdProvider.ClientSecret)),
                    SecurityAlgorithms.HmacSha256
                );
                break;
            default:
                break;
        }
        var path = _provider.SignIn(authorize, claims, sign, at);
        if (what == "unsigned")
        {
            _provider.Unsign(path);
        }

        var back = await browser.Get(path);

        Assert.Contains(back.Status, new[] { 401, 403 });
        Assert.Equal(401, (await browser.Call(HttpMethod.Get, "/api/v1/me")).Status);
    }

    [Fact]
    public async Task An_answer_that_this_browser_did_not_ask_for_is_refused_before_its_code_is_used()
    {
        using var browser = new TestBrowser(Address);
        using var victim = new TestBrowser(Address);
        var before = _provider.Exchanges;
        var path = _provider.SignIn(await Begin(browser, "/"), Oid(_person));

        Assert.Equal(401, (await victim.Get(path)).Status);
        Assert.Equal(401, (await victim.Get($"{StaffSignIn.Callback}?code=x&state=y")).Status);
        Assert.Equal(401, (await victim.Get($"{StaffSignIn.Callback}?error=access_denied&state=y")).Status);
        Assert.Equal(before, _provider.Exchanges);
        // And an answer counts once.
        Assert.Equal(303, (await browser.Get(path)).Status);
        Assert.Equal(401, (await browser.Get(path)).Status);
    }

    [Fact]
    public async Task Only_an_own_page_is_gone_on_to()
    {
        using var browser = new TestBrowser(Address);

        var back = await browser.Get(_provider.SignIn(await Begin(browser, "//evil.example"), Oid(_person)));

        Assert.Equal((303, "/"), (back.Status, back.Location));
    }

    [Fact]
    public void Settings_are_all_there_or_none_and_name_one_directory()
    {
        Assert.Null(StaffSettings.From(_ => null));
        var some = Assert.Throws<UserErrorException>(() =>
            StaffSettings.From(name => name == "AzureAd__ClientId" ? "app" : null)
        );
        Assert.Contains("AzureAd__TenantId and AzureAd__ClientSecret", some.Message);
        var common = Assert.Throws<UserErrorException>(() =>
            StaffSettings.From(name => name.EndsWith("Instance", StringComparison.Ordinal) ? null : "common")
        );
        Assert.Contains("GUID", common.Message);
        var right = StaffSettings.From(name =>
            name == "AzureAd__TenantId" ? OpenIdProvider.Directory
            : name == "AzureAd__Instance" ? null
            : "secret-word"
        );
        Assert.Equal("login.microsoftonline.com", right!.Instance.Host);
        Assert.DoesNotContain(
            "secret",
            new StaffSettings(right.Instance, right.DirectoryId, "app", "secret").ToString()
        );
    }

    private static Dictionary<string, object> Oid(string person) => new() { ["oid"] = person };

    private async Task<string> Begin(TestBrowser browser, string then, string? tenant = null)
    {
        var sent = await browser.Get($"/sign-in/staff?tenant={tenant ?? _tenant}&return={Uri.EscapeDataString(then)}");
        Assert.Equal(302, sent.Status);
        return sent.Location!;
    }

    private Task<Answer> Bind(string user, string directory, string person) =>
        _owner.Patch(
            $"/api/v1/users/{user}",
            $$$"""{"staff":{"directoryId":"{{{directory}}}","objectId":"{{{person}}}"}}""",
            ("If-Match", "\"1\"")
        );
}

/// <summary>A server with an OpenID provider, which can be started anew at the same address.</summary>
public sealed class StaffPlatform : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal OpenIdProvider Provider { get; private set; } = null!;

    internal WebApplication App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await OpenIdProvider.Start();
        await Open(0);
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        await Provider.DisposeAsync();
        _folder.Dispose();
    }

    internal async Task Restart()
    {
        var port = App.Address().Port;
        await Close();
        await Open(port);
    }

    internal async Task<(string Tenant, ApiClient Owner)> NewTenant()
    {
        var tenant = $"staff-{Guid.NewGuid():N}"[..20];
        await App.Services.GetRequiredService<ITenants>().Create(tenant, tenant);
        var boss = await App.Services.GetRequiredService<IUsers>().Create(tenant, "Boss", [Role.Owner], "system");
        var key = await App.Services.GetRequiredService<IApiKeys>().Create(tenant, boss.Id, "test", "system");
        return (tenant, new(App.Address(), key.Secret));
    }

    private async Task Open(int port)
    {
        App = PlatformHost.Build(
            new PlatformOptions(_folder.Path, Port: port)
            {
                Allowed = [(Provider.Address.Host, Provider.Address.Port)],
                Staff = new(
                    Provider.Address,
                    OpenIdProvider.Directory,
                    OpenIdProvider.ClientId,
                    OpenIdProvider.ClientSecret
                ),
            }
        );
        await App.StartAsync();
    }

    private async Task Close()
    {
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
