using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed class EgressTests(PlatformFixture platform)
{
    private const string Path = "/api/v1/tenant/egress";

    [Fact]
    public async Task An_administrator_says_where_requests_may_go_and_integrations_obey()
    {
        var api = await platform.SignIn(await NewTenant(), Role.Administrator);
        var open = await api.Get(Path);
        Assert.Equal((200, "\"0\""), (open.Status, open.ETag));
        Assert.Null(open.Json!["allowed"]);
        var made = await api.Post(
            "/api/v1/integrations",
            $$"""
            {"name":"ERP","connector":"sap-s4hana","settings":{"baseUrl":"http://{{VirtualSystems.HostName}}/sandbox/demo/sap",
             "user":"sandbox","password":"sandbox","companyCode":"1010"} }
            """
        );
        Assert.Equal(201, made.Status);

        var closed = await Put(api, open.ETag!, """{"allowed":[{"host":"Only.Example"}],"extensions":{}}""");
        Assert.Equal((200, "\"1\""), (closed.Status, closed.ETag));
        Assert.Equal("only.example", (string?)closed.Json!["allowed"]![0]!["host"]);
        var refused = await api.Post($"{made.Location}/test");
        Assert.Contains("egress-refused", refused.Text);

        var listed =
            $$"""{"allowed":[{"host":"{{VirtualSystems.HostName}}","ports":[80],"paths":["/sandbox"]}],"extensions":{} }""";
        Assert.Equal(200, (await Put(api, closed.ETag!, listed)).Status);
        var tested = await api.Post($"{made.Location}/test");
        Assert.DoesNotContain("egress-refused", tested.Text);
        Assert.Equal(412, (await Put(api, closed.ETag!, listed)).Status);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_place_and_changes_nothing()
    {
        var api = await platform.SignIn(await NewTenant(), Role.Owner);
        var answer = await Put(
            api,
            "\"0\"",
            """{"allowed":[{"host":"https://a.example/"},{"host":"b.example","ports":[0]}],"extensions":{} }"""
        );
        Assert.Equal((422, "validation-failed"), (answer.Status, answer.Code));
        Assert.Equal(["/allowed/0/host", "/allowed/1/ports"], answer.Pointers);
        Assert.Equal("\"0\"", (await api.Get(Path)).ETag);
        // A list that was forgotten is not a list that was taken away.
        Assert.Equal("body-invalid", (await Put(api, "\"0\"", """{"extensions":{} }""")).Code);
        const string Open = """{"allowed":null,"extensions":{} }""";
        Assert.Equal("if-match-required", (await api.Send(HttpMethod.Put, Path, Open)).Code);
    }

    [Fact]
    public async Task An_integration_that_names_its_rate_waits_for_its_tenants_budget()
    {
        var tenant = await NewTenant();
        var api = await platform.SignIn(tenant, Role.Administrator);
        var made = await api.Post(
            "/api/v1/integrations",
            $$"""
            {"name":"ERP","connector":"sap-s4hana","settings":{"baseUrl":"http://{{VirtualSystems.HostName}}/sandbox/demo/sap",
             "user":"sandbox","password":"sandbox","companyCode":"1010","requestsPerSecond":1000} }
            """
        );
        Assert.Equal(201, made.Status);
        await api.Post($"{made.Location}/test");
        var store = platform.Services.GetRequiredService<IDocumentStores>().ForTenant(tenant);
        Assert.NotNull(
            await store.Get($"http-budgets/{VirtualSystems.HostName}~80", TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData(Role.Developer)]
    [InlineData(Role.Accountant)]
    [InlineData(Role.Auditor)]
    public async Task Others_than_administrators_neither_read_nor_change_it(Role role)
    {
        var api = await platform.SignIn(await NewTenant(), role);
        Assert.Equal(403, (await api.Get(Path)).Status);
        Assert.Equal(403, (await Put(api, "\"0\"", """{"allowed":null,"extensions":{} }""")).Status);
    }

    private static Task<Answer> Put(ApiClient api, string etag, string body) =>
        api.Send(HttpMethod.Put, Path, body, ("If-Match", etag));

    private async Task<string> NewTenant()
    {
        var tenant = $"e-{Guid.NewGuid():N}"[..20];
        await platform.Services.GetRequiredService<ITenants>().Create(tenant, "Egress", sandboxOnly: true);
        return tenant;
    }
}
