using System.Net.Http.Headers;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>Pages of the origins that a tenant names may read its answers, and no others.</summary>
[Collection(PlatformCollection.Name)]
public sealed class CorsTests(PlatformFixture platform) : IDisposable
{
    private const string Settings = "/api/v1/tenant/cors";
    private readonly HttpClient _http = new();

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_ask_and_read()
    {
        var origin = $"https://{Guid.NewGuid():N}.example.com";
        var caller = await Allow(origin);

        using var asked = await Send(HttpMethod.Options, null, origin, "PATCH");
        using var read = await Send(HttpMethod.Get, caller.Key, origin);

        Assert.Equal((204, 200), ((int)asked.StatusCode, (int)read.StatusCode));
        Assert.Equal(origin, Header(asked, "Access-Control-Allow-Origin"));
        Assert.Contains("PATCH", Header(asked, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key", Header(asked, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Equal(origin, Header(read, "Access-Control-Allow-Origin"));
        Assert.Contains("ETag", Header(read, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Contains("Origin", Header(read, "Vary"), StringComparison.Ordinal);
        Assert.False(read.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_page_of_another_tenants_origin_reads_nothing()
    {
        var origin = $"https://{Guid.NewGuid():N}.example.com";
        await Allow(origin);

        using var read = await Send(HttpMethod.Get, platform.Stranger.Key, origin);

        Assert.False(read.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("*")]
    public async Task A_page_of_an_origin_that_nobody_named_may_not_even_ask(string origin)
    {
        using var asked = await Send(HttpMethod.Options, null, origin, "GET");

        Assert.Equal(403, (int)asked.StatusCode);
        Assert.False(asked.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task An_origin_that_is_taken_off_the_list_is_off_at_once()
    {
        var origin = $"https://{Guid.NewGuid():N}.example.com";
        var caller = await Allow(origin);
        var read = await caller.Get(Settings);

        await caller.Send(HttpMethod.Put, Settings, """{"origins":[]}""", ("If-Match", read.ETag!));
        using var asked = await Send(HttpMethod.Options, null, origin, "GET");

        Assert.Equal(403, (int)asked.StatusCode);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("null")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://APP.example.com")]
    [InlineData("https://app.example.com:443")]
    [InlineData("javascript:alert(1)")]
    public async Task What_is_no_origin_is_refused_with_its_place(string origin)
    {
        var caller = await platform.SignIn(SeedDemo.TenantId, Role.Owner);
        var read = await caller.Get(Settings);

        var answer = await caller.Send(
            HttpMethod.Put,
            Settings,
            $$"""{"origins":["https://fine.example.com","{{origin}}"]}""",
            ("If-Match", read.ETag!)
        );

        Assert.Equal((422, "origin-invalid"), (answer.Status, answer.Code));
        Assert.Equal(["/origins/1"], answer.Pointers);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ApiClient> Allow(string origin)
    {
        var caller = await platform.SignIn(SeedDemo.TenantId, Role.Owner);
        Answer put;
        do
        {
            // Another test may be faster.
            var read = await caller.Get(Settings);
            put = await caller.Send(
                HttpMethod.Put,
                Settings,
                $$"""{"origins":["{{origin}}"]}""",
                ("If-Match", read.ETag!)
            );
        } while (put.Status == 412);
        Assert.Equal(200, put.Status);
        return caller;
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string? key, string origin, string? wants = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(platform.App.Address(), "/api/v1/me"));
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (wants is not null)
        {
            request.Headers.Add("Access-Control-Request-Method", wants);
        }
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : []);
}
