using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed class SignInTests(PlatformFixture platform)
{
    [Fact]
    public async Task Without_a_key_there_is_a_challenge_and_a_problem()
    {
        var answer = await platform.Anonymous.Get("/api/v1/integrations");

        Assert.Equal(401, answer.Status);
        Assert.Equal("key-missing", answer.Code);
        Assert.StartsWith("Bearer", answer.Challenge);
    }

    [Fact]
    public async Task A_well_formed_key_that_nobody_made_is_refused()
    {
        var answer = await new ApiClient(platform.App.Address(), ApiKeyFormat.New()).Get("/api/v1/me");

        Assert.Equal(401, answer.Status);
        Assert.Equal("key-invalid", answer.Code);
    }

    [Fact]
    public async Task A_key_is_shown_once_works_and_stops_working_when_revoked()
    {
        var user = await platform.Owner.Post("/api/v1/users", """{"name":"Robot","roles":["developer"]}""");
        Assert.Equal(201, user.Status);
        var path = $"/api/v1/users/{user.Field("id")}/keys";
        var made = await platform.Owner.Post(path, """{"name":"ci"}""");
        Assert.Equal(201, made.Status);
        var robot = new ApiClient(platform.App.Address(), made.Field("secret"));
        Assert.Equal(200, (await robot.Get("/api/v1/me")).Status);

        var listed = await platform.Owner.Get(path);
        Assert.DoesNotContain(robot.Key!, listed.Text);
        var keyId = made.Json!["key"]!["id"]!.GetValue<string>();
        Assert.Equal(204, (await platform.Owner.Send(HttpMethod.Delete, $"{path}/{keyId}", null)).Status);

        Assert.Equal(401, (await robot.Get("/api/v1/me")).Status);
    }

    [Theory]
    [InlineData(Role.Auditor, "POST", "/api/v1/integrations")]
    [InlineData(Role.Accountant, "POST", "/api/v1/integrations")]
    [InlineData(Role.Developer, "GET", "/api/v1/users")]
    [InlineData(Role.Developer, "POST", "/api/v1/users")]
    [InlineData(Role.Auditor, "POST", "/api/v1/users")]
    [InlineData(Role.Approver, "POST", "/api/v1/workflows/run_1/terminate")]
    public async Task A_role_that_does_not_allow_it_is_refused_before_the_body_is_looked_at(Role role, string verb, string path)
    {
        var caller = await platform.SignIn("demo", role);

        var answer = await caller.Send(new HttpMethod(verb), path, verb == "GET" ? null : "not even JSON");

        Assert.Equal(403, answer.Status);
        Assert.Equal("forbidden", answer.Code);
    }

    [Fact]
    public async Task An_administrator_can_not_make_an_owner_nor_a_key_of_one()
    {
        var administrator = await platform.SignIn("demo", Role.Administrator);

        var owner = await administrator.Post("/api/v1/users", """{"name":"Me","roles":["owner"]}""");
        var key = await administrator.Post("/api/v1/users/usr_demo_owner/keys", """{"name":"x"}""");

        Assert.Equal((403, 403), (owner.Status, key.Status));
    }

    [Fact]
    public async Task A_tenant_sees_nothing_of_another()
    {
        var mine = await platform.Owner.Get("/api/v1/integrations");
        var id = mine.Json!["items"]![0]!["id"]!.GetValue<string>();
        var run = await platform.Owner.Post($"/api/v1/integrations/{id}/sync");
        var runId = run.Field("runId");

        Assert.Empty((await platform.Stranger.Get("/api/v1/integrations")).Json!["items"]!.AsArray());
        foreach (var path in new[] { $"/api/v1/integrations/{id}", $"/api/v1/workflows/{runId}", "/api/v1/users/usr_demo_owner" })
        {
            Assert.Equal(404, (await platform.Stranger.Get(path)).Status);
        }
        Assert.Equal(404, (await platform.Stranger.Post($"/api/v1/workflows/{runId}/terminate")).Status);
        Assert.Equal(404, (await platform.Stranger.Post($"/api/v1/integrations/{id}/sync")).Status);
        var workflows = (await platform.Stranger.Get("/api/v1/workflows")).Json!["items"]!.AsArray();
        Assert.Empty(workflows);
    }
}
