using System.Text.Json.Nodes;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using IntegrationFunctions.Tests.EndToEnd.Guards;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>People: invited, signed in by pages as a browser does it, with an authenticator, locked out, signed out.</summary>
public sealed class PeopleTests : IAsyncLifetime
{
    private const string Password = "four words make one";
    private GuardedPlatform _platform = null!;
    private string _tenant = null!;
    private ApiClient _owner = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await GuardedPlatform.Start();
        (_tenant, var key) = await _platform.NewTenant("enterprise");
        _owner = _platform.Client(key);
    }

    [Fact]
    public async Task Somebody_who_was_invited_sets_a_password_once_signs_in_and_calls_the_api()
    {
        var (id, link) = await Invite("ada@example.com", "accountant");
        using var browser = Browser();
        var token = new Uri(link).Query["?token=".Length..];

        var page = await browser.Get($"/invitation?token={token}");
        var weak = await browser.Post("/invitation", ("token", token), ("password", "short"));
        var done = await browser.Post("/invitation", ("token", token), ("password", Password));
        var again = await browser.Post("/invitation", ("token", token), ("password", Password));
        var wrong = await browser.SignIn(_tenant, "ada@example.com", "not the right words");
        var right = await browser.SignIn(_tenant, "Ada@Example.com", Password, "/docs?x=1");

        Assert.Equal((200, 422, 303, 404), (page.Status, weak.Status, done.Status, again.Status));
        Assert.Equal((401, 303), (wrong.Status, right.Status));
        Assert.Equal("/docs?x=1", right.Location);
        var me = await browser.Get("/api/v1/me");
        Assert.Equal(200, me.Status);
        Assert.Equal(id, me.Json!["userId"]!.GetValue<string>());
        Assert.Equal("session", me.Json!["signedInBy"]!.GetValue<string>());
        Assert.True(me.Json!["live"]!.GetValue<bool>());
        var sandbox = await browser.Send(HttpMethod.Get, "/api/v1/me", null, ("Space", "sandbox"));
        Assert.Equal($"{_tenant}_test", sandbox.Json!["tenantId"]!.GetValue<string>());
        // Who signed out is out, here and now.
        Assert.Equal(303, (await browser.Post("/sign-out")).Status);
        Assert.Equal(401, (await browser.Get("/api/v1/me")).Status);
        var entries = (await _owner.Get("/api/v1/audit?action=session.")).Json!["items"]!.AsArray();
        Assert.Equal(
            ["session.ended", "session.begun", "session.refused"],
            entries.Select(entry => (string?)entry!["action"])
        );
        Assert.Single(entries.Select(entry => (string?)entry!["subject"]!["id"]).Distinct());
        Assert.All(entries, entry => Assert.DoesNotContain("words", entry!.ToJsonString()));
    }

    [Fact]
    public async Task What_another_site_makes_a_browser_send_changes_nothing()
    {
        using var browser = await SignedIn("bea@example.com", "accountant");

        foreach (
            var origin in new[] { ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"), ("X", "y") }
        )
        {
            var answer = await browser.Send(HttpMethod.Post, "/api/v1/payments", "{}", origin);
            Assert.Equal((403, "cross-site"), (answer.Status, (string?)answer.Json!["code"]));
        }
        var own = await browser.Send(HttpMethod.Post, "/api/v1/payments", "{}", ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(400, own.Status);
        var form = await browser.Send(HttpMethod.Post, "/sign-out", null, ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(403, form.Status);
        Assert.Equal(200, (await browser.Get("/api/v1/me")).Status);
    }

    [Fact]
    public async Task An_authenticator_is_asked_for_and_each_of_its_codes_opens_once()
    {
        using var browser = await SignedIn("cid@example.com", "auditor");
        var begun = await browser.Call(HttpMethod.Post, "/api/v1/me/authenticator");
        var secret = begun.Json!["secret"]!.GetValue<string>();
        Assert.StartsWith("otpauth://totp/", begun.Json["uri"]!.GetValue<string>());
        var wrong = await browser.Call(HttpMethod.Post, "/api/v1/me/authenticator/confirm", """{"code":"000000x"}""");
        var confirmed = await browser.Call(
            HttpMethod.Post,
            "/api/v1/me/authenticator/confirm",
            $$"""{"code":"{{Totp.Code(secret, _platform.Clock.GetUtcNow())}}"}"""
        );
        var recovery = confirmed.Json!["recoveryCodes"]!.AsArray().Select(code => code!.GetValue<string>()).ToList();
        Assert.Equal((422, 200, 10), (wrong.Status, confirmed.Status, recovery.Count));

        using var other = Browser();
        var password = await other.SignIn(_tenant, "cid@example.com", Password);
        Assert.Contains("Enter the code", password.Text, StringComparison.Ordinal);
        // The password alone opens nothing.
        Assert.Equal(401, (await other.Get("/api/v1/me")).Status);
        var used = await other.Post("/sign-in/code", ("code", Totp.Code(secret, _platform.Clock.GetUtcNow())));
        _platform.Clock.Advance(TimeSpan.FromSeconds(30));
        var fresh = await other.Post("/sign-in/code", ("code", Totp.Code(secret, _platform.Clock.GetUtcNow())));
        Assert.Equal((401, 303), (used.Status, fresh.Status));
        Assert.Equal(200, (await other.Get("/api/v1/me")).Status);

        using var third = Browser();
        await third.SignIn(_tenant, "cid@example.com", Password);
        Assert.Equal(303, (await third.Post("/sign-in/code", ("code", recovery[0]))).Status);
        using var fourth = Browser();
        await fourth.SignIn(_tenant, "cid@example.com", Password);
        Assert.Equal(401, (await fourth.Post("/sign-in/code", ("code", recovery[0]))).Status);
    }

    [Fact]
    public async Task Guessing_locks_and_knowing_the_password_gives_no_new_guesses_at_the_code()
    {
        using var browser = await SignedIn("dan@example.com", "auditor");
        var secret = (await browser.Call(HttpMethod.Post, "/api/v1/me/authenticator")).Json![
            "secret"
        ]!.GetValue<string>();
        await browser.Call(
            HttpMethod.Post,
            "/api/v1/me/authenticator/confirm",
            $$"""{"code":"{{Totp.Code(secret, _platform.Clock.GetUtcNow())}}"}"""
        );
        using var thief = Browser();
        for (var i = 0; i < 5; i++)
        {
            await thief.SignIn(_tenant, "dan@example.com", Password);
            Assert.Equal(401, (await thief.Post("/sign-in/code", ("code", "12345x"))).Status);
        }

        var locked = await thief.SignIn(_tenant, "dan@example.com", Password);
        Assert.Contains("Too many wrong attempts", locked.Text, StringComparison.Ordinal);
        _platform.Clock.Advance(TimeSpan.FromMinutes(2));
        var later = await thief.SignIn(_tenant, "dan@example.com", Password);
        Assert.Contains("Enter the code", later.Text, StringComparison.Ordinal);
        var code = Totp.Code(secret, _platform.Clock.GetUtcNow());
        Assert.Equal(303, (await thief.Post("/sign-in/code", ("code", code))).Status);
    }

    [Fact]
    public async Task Parallel_guesses_are_as_many_as_one_after_the_other()
    {
        using var browser = await SignedIn("eve@example.com", "auditor");
        var signIn = _platform.Services.GetRequiredService<ISignIn>();

        var guesses = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => signIn.Try(_tenant, "eve@example.com", $"guess number {i}", Ct))
        );
        var right = await signIn.Try(_tenant, "eve@example.com", Password, Ct);

        Assert.DoesNotContain(guesses, guess => guess.Outcome == SignInOutcome.SignedIn);
        var looked = guesses.Count(guess => guess.Outcome == SignInOutcome.Refused);
        Assert.True(looked >= 1 && right.Outcome is SignInOutcome.Locked or SignInOutcome.SignedIn);
    }

    [Fact]
    public async Task Sessions_are_seen_and_ended_by_their_owner_by_an_administrator_and_by_a_new_password()
    {
        using var one = await SignedIn("fay@example.com", "auditor");
        using var two = Browser();
        await two.SignIn(_tenant, "fay@example.com", Password);
        var list = (await one.Get("/api/v1/me/sessions")).Json!["items"]!.AsArray();
        Assert.Equal(2, list.Count);
        var other = list.Single(s => !s!["current"]!.GetValue<bool>())!["id"]!.GetValue<string>();

        Assert.Equal(204, (await one.Call(HttpMethod.Delete, $"/api/v1/me/sessions/{other}")).Status);
        Assert.Equal((200, 401), ((await one.Get("/api/v1/me")).Status, (await two.Get("/api/v1/me")).Status));

        await two.SignIn(_tenant, "fay@example.com", Password);
        var change = $$"""{"old":"{{Password}}","new":"another four words"}""";
        Assert.Equal(204, (await one.Call(HttpMethod.Put, "/api/v1/me/password", change)).Status);
        Assert.Equal((200, 401), ((await one.Get("/api/v1/me")).Status, (await two.Get("/api/v1/me")).Status));

        var id = (await one.Get("/api/v1/me")).Json!["userId"]!.GetValue<string>();
        Assert.Equal(204, (await _owner.Send(HttpMethod.Delete, $"/api/v1/users/{id}/sessions", null)).Status);
        Assert.Equal(401, (await one.Get("/api/v1/me")).Status);
    }

    [Fact]
    public async Task A_session_is_over_after_half_an_hour_without_use_and_after_twelve_hours_with()
    {
        using var idle = await SignedIn("gil@example.com", "auditor");
        _platform.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(401, (await idle.Get("/api/v1/me")).Status);

        await idle.SignIn(_tenant, "gil@example.com", Password);
        for (var i = 0; i < 36; i++)
        {
            Assert.Equal(200, (await idle.Get("/api/v1/me")).Status);
            _platform.Clock.Advance(TimeSpan.FromMinutes(20));
        }
        Assert.Equal(401, (await idle.Get("/api/v1/me")).Status);
    }

    [Fact]
    public async Task Roles_count_at_once_the_last_owner_stays_and_a_disabled_user_is_out()
    {
        using var browser = await SignedIn("hal@example.com", "auditor");
        var id = (await browser.Get("/api/v1/me")).Json!["userId"]!.GetValue<string>();
        Assert.Equal(403, (await browser.Call(HttpMethod.Post, "/api/v1/integrations", "{}")).Status);

        var user = await _owner.Get($"/api/v1/users/{id}");
        var changed = await _owner.Patch(
            $"/api/v1/users/{id}",
            """{"roles":["developer"]}""",
            ("If-Match", user.ETag!)
        );
        Assert.Equal(400, (await browser.Call(HttpMethod.Post, "/api/v1/integrations", "{}")).Status);
        var late = await _owner.Patch($"/api/v1/users/{id}", """{"name":"x"}""", ("If-Match", user.ETag!));
        var disabled = await _owner.Patch($"/api/v1/users/{id}", """{"disabled":true}""", ("If-Match", changed.ETag!));

        Assert.Equal((412, 200), (late.Status, disabled.Status));
        Assert.Equal(401, (await browser.Get("/api/v1/me")).Status);
        using var again = Browser();
        Assert.Equal(401, (await again.SignIn(_tenant, "hal@example.com", Password)).Status);

        var ownId = (await _owner.Get("/api/v1/me")).Field("userId");
        var own = await _owner.Get($"/api/v1/users/{ownId}");
        var last = await _owner.Patch(
            $"/api/v1/users/{ownId}",
            """{"roles":["accountant"]}""",
            ("If-Match", own.ETag!)
        );
        var gone = await _owner.Send(HttpMethod.Delete, $"/api/v1/users/{ownId}", null);
        Assert.Equal((409, "last-owner", 409), (last.Status, last.Code, gone.Status));
        Assert.Equal(204, (await _owner.Send(HttpMethod.Delete, $"/api/v1/users/{id}", null)).Status);
    }

    [Fact]
    public async Task An_address_belongs_to_one_user_and_only_an_owner_invites_who_approves()
    {
        await Invite("ivo@example.com", "approver");
        var second = await _owner.Post("/api/v1/users", """{"name":"Second","roles":["approver"]}""");
        var id = second.Field("id");
        var read = await _owner.Get($"/api/v1/users/{id}");

        var taken = await _owner.Patch(
            $"/api/v1/users/{id}",
            """{"email":"IVO@example.com"}""",
            ("If-Match", read.ETag!)
        );
        var missing = await _owner.Post($"/api/v1/users/{id}/invitation");
        var administrator = _platform.Client(await _platform.NewKey(_tenant, Role.Administrator));
        var refused = await administrator.Post($"/api/v1/users/{id}/invitation");

        Assert.Equal((409, "email-taken"), (taken.Status, taken.Code));
        Assert.Equal((409, "email-missing"), (missing.Status, missing.Code));
        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task A_key_changes_nothing_that_its_user_signs_in_with()
    {
        var answer = await _owner.Post("/api/v1/me/authenticator");

        Assert.Equal((403, "session-needed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Many_attempts_from_one_address_are_slowed_down()
    {
        using var browser = Browser();
        var answers = new List<int>();
        for (var i = 0; i < 40; i++)
        {
            answers.Add((await browser.SignIn("nobody", $"a{i}@example.com", Password)).Status);
        }

        Assert.Contains(429, answers);
        Assert.Equal(401, answers[0]);
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    private TestBrowser Browser() => new(_platform.Client(null).Address);

    private async Task<(string Id, string Link)> Invite(string email, string role)
    {
        var user = await _owner.Post("/api/v1/users", $$"""{"name":"Person","roles":["{{role}}"]}""");
        var id = user.Field("id");
        var read = await _owner.Get($"/api/v1/users/{id}");
        var patch = new JsonObject { ["email"] = email }.ToJsonString();
        Assert.Equal(200, (await _owner.Patch($"/api/v1/users/{id}", patch, ("If-Match", read.ETag!))).Status);
        var invited = await _owner.Post($"/api/v1/users/{id}/invitation");
        Assert.True(invited.Status == 201, invited.Text);
        return (id, invited.Field("link"));
    }

    private async Task<TestBrowser> SignedIn(string email, string role)
    {
        var (_, link) = await Invite(email, role);
        var browser = Browser();
        var token = new Uri(link).Query["?token=".Length..];
        Assert.Equal(303, (await browser.Post("/invitation", ("token", token), ("password", Password))).Status);
        Assert.Equal(303, (await browser.SignIn(_tenant, email, Password)).Status);
        return browser;
    }
}
