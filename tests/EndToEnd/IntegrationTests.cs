using System.Text.Json.Nodes;
using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed class IntegrationTests(PlatformFixture platform)
{
    private const string Password = "correct-horse-battery";
    private const string Body = $$"""
        {"name":"ERP","connector":"sap-s4hana",
         "settings":{"baseUrl":"https://erp.example.com","user":"U","password":"{{Password}}","companyCode":"1010"} }
        """;

    [Fact]
    public async Task An_integration_is_made_read_changed_paused_resumed_and_deleted()
    {
        var api = await platform.SignIn(await NewTenant(), Role.Developer);
        var made = await api.Post("/api/v1/integrations", Body);
        Assert.Equal(201, made.Status);
        Assert.Equal($"/api/v1/integrations/{made.Field("id")}", made.Location);
        var path = made.Location!;

        var changed = await api.Patch(path, """{"name":"New","scheduleMinutes":60}""", ("If-Match", made.ETag!));
        Assert.Equal(200, changed.Status);
        Assert.Equal("New", changed.Field("name"));
        Assert.Equal(60, changed.Json!["scheduleMinutes"]!.GetValue<int>());
        var cleared = await api.Patch(path, """{"scheduleMinutes":null}""", ("If-Match", changed.ETag!));
        Assert.Null(cleared.Json!["scheduleMinutes"]);

        Assert.Equal("paused", (await api.Post($"{path}/pause")).Field("status"));
        Assert.Equal("integration-paused", (await api.Post($"{path}/sync")).Code);
        Assert.Equal("active", (await api.Post($"{path}/resume")).Field("status"));

        Assert.Equal(204, (await api.Send(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(404, (await api.Get(path)).Status);
        Assert.Empty((await api.Get("/api/v1/integrations")).Json!["items"]!.AsArray());
    }

    [Fact]
    public async Task A_secret_never_comes_back_and_survives_a_change_that_does_not_name_it()
    {
        var api = await platform.SignIn(await NewTenant(), Role.Developer);
        var made = await api.Post("/api/v1/integrations", Body);
        var changed = await api.Patch(
            made.Location!,
            """{"settings":{"user":"V"}}""",
            ("If-Match", made.ETag!),
            ("Content-Type", "application/merge-patch+json")
        );
        var read = await api.Get(made.Location!);
        var listed = await api.Get("/api/v1/integrations");

        Assert.All([made, changed, read, listed], a => Assert.DoesNotContain(Password, a.Text));
        Assert.Equal("V", read.Json!["settings"]!["user"]!.GetValue<string>());
        Assert.Equal("password", Assert.Single(read.Json["secretsSet"]!.AsArray())!.GetValue<string>());
        var files = Directory.GetFiles(platform.Folder).Where(f => !f.EndsWith("lock", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain(Password, ReadShared(file)));
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_read()
    {
        var api = await platform.SignIn(await NewTenant(), Role.Owner);
        var made = await api.Post("/api/v1/integrations", Body);
        await api.Patch(made.Location!, """{"name":"First"}""", ("If-Match", made.ETag!));

        var without = await api.Patch(made.Location!, """{"name":"x"}""");
        var stale = await api.Patch(made.Location!, """{"name":"x"}""", ("If-Match", made.ETag!));
        var foreign = await api.Patch(made.Location!, """{"name":"x"}""", ("If-Match", "W/\"abc\""));

        Assert.Equal((428, 412, 412), (without.Status, stale.Status, foreign.Status));
        Assert.Equal("First", (await api.Get(made.Location!)).Field("name"));
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_makes_nothing_new_and_another_body_is_refused()
    {
        var api = await platform.SignIn(await NewTenant(), Role.Owner);
        var key = ("Idempotency-Key", "order-1");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => api.Post("/api/v1/integrations", Body, key))
        );

        // Those who came while the first was at work were told to wait, and the others got its answer.
        Assert.Single(answers.Where(a => a.Status == 201).Select(a => a.Field("id")).Distinct());
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.Equal("idempotency-in-progress", a.Code));
        var other = await api.Post("/api/v1/integrations", Body.Replace(Password, "another"), key);
        Assert.Equal((409, "idempotency-key-reused"), (other.Status, other.Code));
        Assert.Single((await api.Get("/api/v1/integrations")).Json!["items"]!.AsArray());
    }

    [Fact]
    public async Task Pages_by_cursor_show_every_integration_once()
    {
        var api = await platform.SignIn(await NewTenant(), Role.Owner);
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Add((await api.Post("/api/v1/integrations", Body)).Field("id"));
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var query = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await api.Get($"/api/v1/integrations?limit=3{query}");
            Assert.InRange(page.Json!["items"]!.AsArray().Count, 1, 3);
            seen.AddRange(page.Json["items"]!.AsArray().Select(i => i!["id"]!.GetValue<string>()));
            cursor = page.Json["next"]?.GetValue<string>();
        } while (cursor is not null);

        Assert.Equal(made, seen);
        Assert.Equal("cursor-invalid", (await api.Get("/api/v1/integrations?cursor=nonsense")).Code);
        Assert.Equal("limit-invalid", (await api.Get("/api/v1/integrations?limit=0")).Code);
    }

    [Theory]
    [InlineData("""{"name":"x","connector":"sap-s4hana","settings":{},"foo":1}""", 400, "/foo")]
    [InlineData("""{"name":1,"connector":"sap-s4hana","settings":{}}""", 400, "/name")]
    [InlineData("""{"name":null,"connector":"sap-s4hana","settings":{}}""", 400, "/name")]
    [InlineData(
        """{"name":"x","connector":"sap-s4hana","settings":{},"scheduleMinutes":"5"}""",
        400,
        "/scheduleMinutes"
    )]
    [InlineData("""{"settings":{}}""", 400, "/name")]
    [InlineData("""{"name":"x","connector":"nothing","settings":{}}""", 422, "/connector")]
    [InlineData("""{"name":" ","connector":"sap-s4hana","settings":{}}""", 422, "/name")]
    [InlineData(
        """{"name":"x","connector":"sap-s4hana","settings":{"baseUrl":"nonsense"}}""",
        422,
        "/settings/baseUrl"
    )]
    [InlineData(
        """{"name":"x","connector":"sap-s4hana","settings":{"baseUrl":"https://a.b"}}""",
        422,
        "/settings/password"
    )]
    [InlineData("""{"name":"x","connector":"sap-s4hana","settings":{"shoeSize":1}}""", 422, "/settings/shoeSize")]
    public async Task What_is_wrong_in_a_body_is_pointed_at(string body, int status, string pointer)
    {
        var answer = await platform.Owner.Post("/api/v1/integrations", body);

        Assert.Equal(status, answer.Status);
        Assert.Contains(pointer, answer.Pointers);
        Assert.DoesNotContain("System.", answer.Text);
        Assert.DoesNotContain("IntegrationFunctions.", answer.Text);
    }

    [Theory]
    [InlineData("{bad", "line 1, byte 2")]
    [InlineData("{\n \"name\": tru }", "line 2")]
    [InlineData("""{"name":"a","name":"b"}""", "twice")]
    public async Task A_body_that_is_not_proper_JSON_is_located(string body, string place)
    {
        var answer = await platform.Owner.Post("/api/v1/integrations", body);

        Assert.Equal((400, "body-invalid"), (answer.Status, answer.Code));
        Assert.Contains(place, answer.Field("detail"));
    }

    [Fact]
    public async Task Every_refusal_of_the_transport_is_a_problem_too()
    {
        var api = platform.Owner;
        Assert.Equal((404, "route-not-found"), Of(await api.Get("/api/v1/nothing")));
        Assert.Equal((405, "method-not-allowed"), Of(await api.Send(HttpMethod.Put, "/api/v1/integrations", "{}")));
        Assert.Equal((400, "body-missing"), Of(await api.Post("/api/v1/integrations")));
        Assert.Equal(
            (415, "media-type-unsupported"),
            Of(await api.Post("/api/v1/integrations", "x", ("Content-Type", "text/plain")))
        );
        // Longer than what sockets hold between them: the answer comes although the client still writes.
        foreach (var length in new[] { 1_100_000, 20_000_000 })
        {
            var large = $$"""{"name":"{{new string('x', length)}}","connector":"sap-s4hana","settings":{} }""";
            Assert.Equal((413, "body-too-large"), Of(await api.Post("/api/v1/integrations", large)));
        }

        static (int, string?) Of(Answer answer) => (answer.Status, answer.Code);
    }

    [Fact]
    public async Task A_connection_is_tested_against_the_virtual_system()
    {
        var list = await platform.Owner.Get("/api/v1/integrations");
        // Other tests connect systems that there are not.
        var seeded = list.Json!["items"]!
            .AsArray()
            .Where(item => item!["settings"]!["baseUrl"]?.GetValue<string>().Contains("sandbox.internal") == true)
            .ToList();
        Assert.NotEmpty(seeded);
        foreach (var item in seeded)
        {
            var test = await platform.Owner.Post($"/api/v1/integrations/{item!["id"]}/test");
            Assert.True(test.Json!["ok"]!.GetValue<bool>(), test.Text);
        }
    }

    private async Task<string> NewTenant()
    {
        var id = $"t-{Guid.NewGuid():N}"[..20];
        var tenants = (ITenants)platform.Services.GetService(typeof(ITenants))!;
        await tenants.Create(id, "Test", TestContext.Current.CancellationToken);
        return id;
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
