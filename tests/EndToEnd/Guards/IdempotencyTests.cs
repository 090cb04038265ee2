using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Http;
using IntegrationFunctions.Functions.Http.Guards.Idempotency;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd.Guards;

public sealed class IdempotencyTests
{
    private const string Users = "/api/v1/users";
    private const string Body = """{"name":"Once","roles":["auditor"]}""";

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_does_nothing()
    {
        await using var platform = await GuardedPlatform.Start();
        var (_, key) = await platform.NewTenant();
        var first = await Post(platform, key, Users, Body, "k1");
        Assert.Equal(201, first.Status);
        Assert.Null(first.Header("Idempotency-Replayed"));
        await platform.Restart();

        var again = await Post(platform, key, Users, Body, "k1");

        Assert.Equal((201, first.Text, "true"), (again.Status, again.Text, again.Header("Idempotency-Replayed")));
        Assert.Equal(
            (first.Header("Location"), first.Header("Content-Type")),
            (again.Header("Location"), again.Header("Content-Type"))
        );
        Assert.Single(await Named(platform, key, "Once"));
        // The limits in it are of now.
        Assert.NotEqual(first.Header("RateLimit"), again.Header("RateLimit"));
    }

    [Fact]
    public async Task A_new_key_is_made_once_and_its_answer_is_nowhere_in_the_clear()
    {
        await using var platform = await GuardedPlatform.Start();
        var (tenant, key) = await platform.NewTenant();
        var user = JsonNode.Parse((await Post(platform, key, Users, Body, "u")).Text)!["id"]!.GetValue<string>();
        var path = $"{Users}/{user}/keys";
        var first = await Post(platform, key, path, """{"name":"new"}""", "k2");
        var again = await Post(platform, key, path, """{"name":"new"}""", "k2");
        Assert.Equal((201, first.Text), (again.Status, again.Text));
        Assert.Single(JsonNode.Parse((await platform.Send(HttpMethod.Get, path, key)).Text)!["items"]!.AsArray());

        var secret = JsonNode.Parse(first.Text)!["secret"]!.GetValue<string>();
        var inside = platform.Services.GetRequiredKeyedService<IDocumentStores>(
            typeof(Platform.Documents.Sensitive.SealingDocumentStores)
        );
        var kept = await inside
            .ForTenant(tenant)
            .Query(new DocumentQuery("idempotency"), TestContext.Current.CancellationToken);
        Assert.Equal(2, kept.Documents.Count);
        foreach (var document in kept.Documents)
        {
            var text = Encoding.UTF8.GetString(document.Content.Span);
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(
                Convert.ToBase64String(Encoding.UTF8.GetBytes(first.Text))[..40],
                text,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("POST", Users, """{"name":"Twice","roles":["auditor"]}""")]
    [InlineData("POST", Users + "?x=1", Body)]
    [InlineData("DELETE", Users + "/usr_1/keys/key_1", null)]
    public async Task Another_request_under_the_same_key_is_refused(string method, string path, string? body)
    {
        await using var platform = await GuardedPlatform.Start();
        var (_, key) = await platform.NewTenant();
        await Post(platform, key, Users, Body, "k3");
        var other = await platform.Send(new HttpMethod(method), path, key, body, ("Idempotency-Key", "k3"));
        Assert.Equal(409, other.Status);
        Assert.Contains("idempotency-key-reused", other.Text, StringComparison.Ordinal);
        Assert.Empty(await Named(platform, key, "Twice"));
    }

    [Fact]
    public async Task Another_user_and_another_tenant_have_keys_of_their_own_and_a_day_is_enough()
    {
        await using var platform = await GuardedPlatform.Start();
        var (tenant, key) = await platform.NewTenant();
        var (_, stranger) = await platform.NewTenant();
        var first = await Post(platform, key, Users, Body, "k4");
        Assert.NotEqual(first.Text, (await Post(platform, stranger, Users, Body, "k4")).Text);
        var colleague = await platform.NewKey(tenant, Role.Auditor);
        // Refused before anything is looked up, and not kept.
        Assert.Equal(403, (await Post(platform, colleague, Users, Body, "k4")).Status);

        platform.Clock.Advance(TimeSpan.FromHours(24));
        var later = await Post(platform, key, Users, """{"name":"Later","roles":["auditor"]}""", "k4");
        // The endpoint's own memory is longer: it made a user from this key.
        Assert.Contains("idempotency-key-reused", later.Text, StringComparison.Ordinal);
        Assert.Contains("made the user", later.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_at_once_do_it_once()
    {
        await using var platform = await GuardedPlatform.Start();
        var (tenant, key) = await platform.NewTenant();
        var user = JsonNode.Parse((await Post(platform, key, Users, Body, "u")).Text)!["id"]!.GetValue<string>();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Post(platform, key, $"{Users}/{user}/keys", """{"name":"n"}""", "k5"))
        );
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 201, 409 }));
        Assert.Single(answers.Where(answer => answer.Status == 201).Select(answer => answer.Text).Distinct());
        Assert.All(
            answers.Where(answer => answer.Status == 409),
            answer => Assert.Equal("2", answer.Header("Retry-After"))
        );
        Assert.Single(await platform.Services.GetRequiredService<IApiKeys>().List(tenant, user, Ct));
    }

    [Fact]
    public async Task What_was_broken_off_is_locked_for_a_minute_and_then_done()
    {
        await using var platform = await GuardedPlatform.Start();
        var (tenant, _) = await platform.NewTenant();
        var caller = new Caller(tenant, "usr_1", "key_1", new HashSet<Role>());
        var calls = platform.Services.GetRequiredService<KeptCalls>();
        // A process that was killed: it began, and nothing more.
        var begun = await calls.Begin(caller, "k6", await Fingerprint(platform, caller), Ct);
        Assert.NotNull(begun.Mine);

        var (locked, done) = await Run(platform, caller, "k6", 200);
        Assert.Equal((409, 0), (locked.Response.StatusCode, done));
        platform.Clock.Advance(KeptCalls.Lock);
        Assert.Equal(1, (await Run(platform, caller, "k6", 200)).Done);
        Assert.Equal(0, (await Run(platform, caller, "k6", 200)).Done);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(404, false)]
    [InlineData(422, false)]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task What_passes_is_not_kept(int status, bool tried)
    {
        await using var platform = await GuardedPlatform.Start();
        var (tenant, _) = await platform.NewTenant();
        var caller = new Caller(tenant, "usr_1", "key_1", new HashSet<Role>());
        Assert.Equal(1, (await Run(platform, caller, "k7", status)).Done);
        Assert.Equal(tried ? 1 : 0, (await Run(platform, caller, "k7", status)).Done);
    }

    [Fact]
    public async Task What_throws_lets_go_of_its_key()
    {
        await using var platform = await GuardedPlatform.Start();
        var (tenant, _) = await platform.NewTenant();
        var caller = new Caller(tenant, "usr_1", "key_1", new HashSet<Role>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(platform, caller, "k8", -1));
        Assert.Equal(1, (await Run(platform, caller, "k8", 200)).Done);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<Reply> Post(GuardedPlatform platform, string key, string path, string body, string once) =>
        platform.Send(HttpMethod.Post, path, key, body, ("Idempotency-Key", once));

    private static async Task<IReadOnlyList<JsonNode?>> Named(GuardedPlatform platform, string key, string name) =>
        [
            .. JsonNode.Parse((await platform.Send(HttpMethod.Get, Users, key)).Text)!["items"]!
                .AsArray()
                .Where(user => user!["name"]!.GetValue<string>() == name),
        ];

    // The step alone, before work that answers as it is told.
    private static async Task<(HttpContext Response, int Done)> Run(
        GuardedPlatform platform,
        Caller caller,
        string key,
        int status
    )
    {
        var done = 0;
        var http = Request(platform, caller, key);
        await IdempotencyStep.Run(
            http,
            async context =>
            {
                done++;
                if (status < 0)
                {
                    throw new InvalidOperationException("This work fails.");
                }
                context.Response.StatusCode = status;
                await context.Response.WriteAsync("answer", Ct);
            }
        );
        return (http, done);
    }

    private static async Task<string> Fingerprint(GuardedPlatform platform, Caller caller)
    {
        var calls = platform.Services.GetRequiredService<KeptCalls>();
        await Run(platform, caller, "to-read", 200);
        return (await calls.Begin(caller, "to-read", "", Ct)).Theirs!.Fingerprint;
    }

    private static DefaultHttpContext Request(GuardedPlatform platform, Caller caller, string key)
    {
        var http = new DefaultHttpContext { RequestServices = platform.Services };
        http.Request.Method = "POST";
        http.Request.Path = "/api/v1/things";
        http.Request.Headers["Idempotency-Key"] = key;
        http.Request.Body = new MemoryStream("{}"u8.ToArray());
        http.Response.Body = new MemoryStream();
        http.SetCaller(caller);
        return http;
    }
}
