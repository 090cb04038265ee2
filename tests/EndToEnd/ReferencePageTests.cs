using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The reference at /docs in a browser: calls are tried in the sandbox, with a key that is at hand.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ReferencePageTests(PlatformFixture platform)
{
    private const string Password = "four words make one";

    [Fact]
    public async Task A_call_is_tried_with_the_key_of_the_address()
    {
        await using var browser = await Browser.Start();
        var errors = new List<string>();
        var page = await browser.Open(platform.App.Address(), errors);
        var key = await Key();

        await page.GotoAsync($"/docs/#key={key}");
        await page.Locator("#key-at-hand").WaitForAsync();

        Assert.Contains("sandbox", await page.Locator("#key-at-hand").InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, page.Url, StringComparison.Ordinal);
        // It is there again when the page is opened anew.
        Assert.Equal(200, await TryMe(page));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Who_is_signed_in_gets_a_key_of_the_sandbox_and_the_session_stays_out_of_calls()
    {
        await using var browser = await Browser.Start();
        var page = await browser.Open(platform.App.Address());
        var user = await SignIn(page);

        await page.GotoAsync("/docs/");
        await page.Locator("#key-at-hand").WaitForAsync();

        // One key for one window, however often the page is opened in it.
        Assert.Equal(200, await TryMe(page));
        var kept = await page.EvaluateAsync<string>("sessionStorage.getItem('sandbox-key')");
        var secret = (string)JsonNode.Parse(kept)!["secret"]!;
        Assert.StartsWith("ifk_test_", secret, StringComparison.Ordinal);
        var bare = await page.EvaluateAsync<int>("fetch('/api/v1/me').then(answer => answer.status)");
        Assert.Equal(401, bare);
        var keys = await platform
            .Services.GetRequiredService<IApiKeys>()
            .List(SeedDemo.TenantId, user, TestContext.Current.CancellationToken);
        var key = Assert.Single(keys);
        Assert.False(key.Live);
        Assert.InRange(key.ExpiresAt!.Value - key.CreatedAt, TimeSpan.FromHours(11), TimeSpan.FromHours(12));
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_it_and_back()
    {
        await using var browser = await Browser.Start();
        var page = await browser.Open(platform.App.Address());

        await page.GotoAsync("/docs/");
        await page.Locator("#key-at-hand a").ClickAsync();

        await page.WaitForURLAsync(url => url.Contains("/sign-in", StringComparison.Ordinal));
        Assert.Contains("/docs", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_does_not_make_itself_another_one()
    {
        var answer = await platform.Owner.Post("/api/v1/me/sandbox-key");

        Assert.Equal((403, "session-needed"), (answer.Status, answer.Code));
    }

    // Opens the operation and presses the page's own buttons; the status is that of the call that it makes.
    private static async Task<int> TryMe(IPage page)
    {
        await page.GotoAsync("/docs/#tag/users/GET/api/v1/me");
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request (get /api/v1/me)" }).ClickAsync();
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Send" }).First.ClickAsync(),
            answer => answer.Url.EndsWith("/api/v1/me", StringComparison.Ordinal)
        );
        return answer.Status;
    }

    private async Task<string> Key()
    {
        var user = await platform
            .Services.GetRequiredService<IUsers>()
            .Create(SeedDemo.TenantId, "Tester", [Role.Developer], "system");
        var made = await platform
            .Services.GetRequiredService<IApiKeys>()
            .Create(SeedDemo.TenantId, user.Id, "test", "system");
        return made.Secret;
    }

    private async Task<string> SignIn(IPage page)
    {
        var made = await platform.Owner.Post("/api/v1/users", """{"name":"Reader","roles":["developer"]}""");
        var id = made.Field("id");
        var read = await platform.Owner.Get($"/api/v1/users/{id}");
        var email = $"{id.Replace("_", "-", StringComparison.Ordinal)}@example.com";
        var patch = new JsonObject { ["email"] = email }.ToJsonString();
        await platform.Owner.Patch($"/api/v1/users/{id}", patch, ("If-Match", read.ETag!));
        var invited = await platform.Owner.Post($"/api/v1/users/{id}/invitation");
        await page.GotoAsync(new Uri(invited.Field("link")).PathAndQuery);
        await page.Locator("input[name=password]").FillAsync(Password);
        await page.Locator("button").First.ClickAsync();
        await page.Locator("input[name=tenant]").FillAsync(SeedDemo.TenantId);
        await page.Locator("input[name=email]").FillAsync(email);
        await page.Locator("input[name=password]").FillAsync(Password);
        await page.Locator("button").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return id;
    }
}
