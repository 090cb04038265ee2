using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

public sealed class SapWriteTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    internal static async Task<string[]> Office(SandboxServer server, string world, int count, string tag)
    {
        using var response = await server.Client.PostAsJsonAsync($"/sandbox/{world}/sap/changes", new { count, tag });
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("changed").EnumerateArray().Select(k => k.GetString()!).ToArray();
    }

    internal static async Task<(string Token, string Cookie)> Session(SandboxServer server, string world)
    {
        using var response = await server.Send(
            HttpMethod.Get,
            SandboxServer.Partners(world, "?$top=1"),
            r => r.Headers.Add("X-CSRF-Token", "Fetch")
        );
        var cookies = response.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]);
        return (response.Headers.GetValues("X-CSRF-Token").Single(), string.Join("; ", cookies));
    }

    internal static Task<HttpResponseMessage> Patch(
        SandboxServer server,
        string world,
        string key,
        string body,
        (string Token, string Cookie)? session,
        string? etag,
        Action<HttpRequestMessage>? with = null
    ) =>
        server.Send(
            HttpMethod.Patch,
            SandboxServer.Partners(world, $"('{key}')"),
            r =>
            {
                r.Content = new StringContent(body, Encoding.UTF8, "application/json");
                if (session is { } open)
                {
                    r.Headers.Add("X-CSRF-Token", open.Token);
                    r.Headers.Add("Cookie", open.Cookie);
                }
                if (etag is not null)
                {
                    r.Headers.TryAddWithoutValidation("If-Match", etag);
                }
                with?.Invoke(r);
            }
        );

    [Fact]
    public async Task A_change_with_token_cookie_and_etag_is_kept_and_gives_a_new_etag()
    {
        var world = await server.NewWorld();
        var session = await Session(server, world);
        var etag = await Etag(world, "1000003");
        using var response = await Patch(
            server,
            world,
            "1000003",
            """{"OrganizationBPName1":"New name","SearchTerm1":"lower"}""",
            session,
            etag
        );
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var after = await server.Get(SandboxServer.Partners(world, "('1000003')"));
        Assert.Equal("New name", after.GetProperty("OrganizationBPName1").GetString());
        Assert.Equal("New name", after.GetProperty("BusinessPartnerFullName").GetString());
        Assert.Equal("LOWER", after.GetProperty("SearchTerm1").GetString());
        Assert.NotEqual(etag, await Etag(world, "1000003"));
        Assert.Equal(await Etag(world, "1000003"), response.Headers.GetValues("ETag").Single());
    }

    [Fact]
    public async Task A_tunnelled_merge_works_like_a_patch()
    {
        var world = await server.NewWorld();
        var session = await Session(server, world);
        var etag = await Etag(world, "1000001");
        using var response = await Patch(
            server,
            world,
            "1000001",
            """{"BusinessPartnerIsBlocked":true}""",
            session,
            etag,
            r =>
            {
                r.Method = HttpMethod.Post;
                r.Headers.Add("X-HTTP-Method", "MERGE");
            }
        );
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.True(
            (await server.Get(SandboxServer.Partners(world, "('1000001')")))
                .GetProperty("BusinessPartnerIsBlocked")
                .GetBoolean()
        );
    }

    [Fact]
    public async Task Without_a_token_the_answer_is_403_and_asks_for_one()
    {
        var world = await server.NewWorld();
        using var response = await Patch(server, world, "1000001", "{}", null, "*");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("Required", response.Headers.GetValues("X-CSRF-Token").Single());
    }

    [Fact]
    public async Task A_token_without_its_cookie_or_of_another_session_is_refused()
    {
        var world = await server.NewWorld();
        var one = await Session(server, world);
        var other = await Session(server, world);
        using var mixed = await Patch(server, world, "1000001", "{}", (one.Token, other.Cookie), "*");
        using var bare = await Patch(server, world, "1000001", "{}", (one.Token, "x=y"), "*");
        Assert.Equal(HttpStatusCode.Forbidden, mixed.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, bare.StatusCode);
    }

    [Fact]
    public async Task A_change_needs_the_etag_that_is_current()
    {
        var world = await server.NewWorld();
        var session = await Session(server, world);
        var etag = await Etag(world, "1000000");
        await Office(server, world, 40, "all of them");
        using var missing = await Patch(server, world, "1000000", """{"SearchTerm1":"X"}""", session, null);
        using var stale = await Patch(server, world, "1000000", """{"SearchTerm1":"X"}""", session, etag);
        Assert.Equal(428, (int)missing.StatusCode);
        Assert.Equal(412, (int)stale.StatusCode);
    }

    [Theory]
    [InlineData("""{"SearchTerm1":"123456789012345678901"}""", "SearchTerm1")]
    [InlineData("""{"OrganizationBPName1":"12345678901234567890123456789012345678901"}""", "OrganizationBPName1")]
    [InlineData("""{"BusinessPartnerIsBlocked":"yes"}""", "BusinessPartnerIsBlocked")]
    [InlineData("""{"Supplier":"1"}""", "Supplier")]
    [InlineData("""{"Nothing":"1"}""", "Nothing")]
    [InlineData("""{"SearchTerm1":""", "JSON")]
    public async Task Values_that_break_the_metadata_are_refused_by_name(string body, string named)
    {
        var world = await server.NewWorld();
        var session = await Session(server, world);
        using var response = await Patch(server, world, "1000000", body, session, "*");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, await SandboxServer.TextOf(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_office_changes_as_many_partners_as_asked_and_once_a_tag()
    {
        var world = await server.NewWorld(1_000);
        server.Clock.Advance(TimeSpan.FromDays(1));
        var changed = await Office(server, world, 5, "tag-1");
        var again = await Office(server, world, 5, "tag-1");
        Assert.Equal(5, changed.Distinct().Count());
        Assert.Equal(changed, again);
        var today = server
            .Clock.GetUtcNow()
            .UtcDateTime.ToString("yyyy-MM-dd'T'00:00:00", System.Globalization.CultureInfo.InvariantCulture);
        var found = await server.GetAll(SandboxServer.Partners(world, $"?$filter=LastChangeDate ge datetime'{today}'"));
        Assert.Equal(changed.Order(), found.Select(p => p.GetProperty("BusinessPartner").GetString()!).Order());
        Assert.All(
            found,
            p => Assert.EndsWith(" v1", p.GetProperty("OrganizationBPName1").GetString(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Sap_lets_nobody_in_without_the_right_password()
    {
        var world = await server.NewWorld();
        using var response = await server.Send(
            HttpMethod.Get,
            SandboxServer.Partners(world),
            r => r.Headers.Authorization = new("Basic", Convert.ToBase64String("SANDBOX:guess"u8))
        );
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Methods_that_the_set_does_not_offer_are_405(string method)
    {
        var world = await server.NewWorld();
        var session = await Session(server, world);
        using var response = await Patch(
            server,
            world,
            "1000000",
            "{}",
            session,
            "*",
            r => r.Method = new HttpMethod(method)
        );
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    private async Task<string> Etag(string world, string key) =>
        (await server.Get(SandboxServer.Partners(world, $"('{key}')")))
            .GetProperty("__metadata")
            .GetProperty("etag")
            .GetString()!;
}
