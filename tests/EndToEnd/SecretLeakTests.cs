using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>
/// Systems that fail, and say in their answers what they were sent, as careless systems do: the credentials reach no log at any level, no
/// answer of the API, no history and no file.
/// </summary>
public sealed class SecretLeakTests
{
    private const string Password = "Correct-Horse/Battery+Staple";
    private const string Token = "tok_never.to-be_seen=Anywhere";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(200)]
    public async Task No_credential_leaves_the_request_it_is_for(int status)
    {
        var sent = 0;
        await using var careless = await LoopbackServer.Start(async http =>
        {
            var basic = $"{http.Request.Headers.Authorization}".Split(' ')[^1];
            var seen = $"{http.Request.Headers.Authorization} {Text(basic)}";
            if (seen.Contains(Password, StringComparison.Ordinal) || seen.Contains(Token, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref sent);
            }
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            http.Response.Headers["X-Seen"] = seen;
            await http.Response.WriteAsync(
                new JsonObject
                {
                    ["error"] = new JsonObject
                    {
                        ["code"] = seen,
                        ["message"] = new JsonObject { ["value"] = seen },
                    },
                    ["detail"] = seen,
                    ["title"] = seen,
                    ["code"] = seen,
                }.ToJsonString()
            );
        });
        using var folder = new TemporaryFolder();
        using var watch = new SecretWatch(Password, Token);
        await using var app = PlatformHost.Build(
            new PlatformOptions(
                folder.File("data"),
                Port: 0,
                Configure: services =>
                    services
                        .AddSingleton<ILoggerProvider>(watch)
                        .PostConfigure<LoggerFilterOptions>(filter =>
                        {
                            filter.Rules.Clear();
                            filter.Rules.Add(new(typeof(SecretWatch).FullName, null, LogLevel.Trace, null));
                            filter.MinLevel = LogLevel.Critical;
                        })
            )
        );
        await app.StartAsync(Ct);
        app.Services.GetRequiredService<EgressPolicy>().Allow(careless.Address.Host, careless.Address.Port);
        await app.Services.GetRequiredService<ITenants>().Create("acme", "Acme", Ct);
        var api = await SignIn(app);

        var sap = await Connect(
            api,
            "sap-s4hana",
            $$"""{"baseUrl":"{{careless.Address}}","user":"U","password":"{{Password}}","companyCode":"1010"}"""
        );
        var bank = await Connect(
            api,
            "bank-h2h",
            $$"""{"baseUrl":"{{careless.Address}}","token":"{{Token}}","iban":"DE89370400440532013000","bic":"COBADEFFXXX","ownerName":"Acme"}"""
        );
        var answers = new List<Answer>
        {
            await api.Post($"{sap}/test"),
            await api.Post($"{bank}/test"),
            await api.Get(sap),
            await api.Get(bank),
            await api.Post($"{sap}/sync"),
            await api.Post(
                "/api/v1/statements/fetch",
                new JsonObject { ["integrationId"] = bank.Split('/')[^1], ["date"] = "2026-01-30" }.ToJsonString()
            ),
        };
        var runs = await api.Get($"{sap}/sync/history");
        answers.Add(runs);
        foreach (var run in runs.Json!["items"]!.AsArray().Select(item => item!["runId"]!.GetValue<string>()))
        {
            await app.Services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync(run, true, Ct);
            answers.Add(await api.Get($"{sap}/sync/history/{run}"));
            answers.Add(await api.Get($"/api/v1/workflows/{run}"));
            answers.Add(await api.Get($"/api/v1/workflows/{run}/history"));
        }
        answers.Add(await api.Get($"{sap}/sync"));

        Assert.True(sent > 2, $"Only {sent} requests had a credential: the test asks too little.");
        Assert.True(watch.Lines > 100, $"Only {watch.Lines} lines were logged: the watch hears too little.");
        Assert.All(answers, answer => Assert.True(answer.Status < 500 || answer.Status is 502 or 503, answer.Text));
        Assert.All(answers, answer => Assert.True(watch.Find(answer.Text) is null, answer.Text));
        Assert.Empty(watch.Leaks);
        await app.StopAsync(Ct);
        foreach (var file in Directory.GetFiles(folder.File("data")).Where(file => Path.GetFileName(file) != "lock"))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await open.CopyToAsync(copy, Ct);
            Assert.Null(watch.Find(Encoding.Latin1.GetString(copy.ToArray())));
        }
        Assert.Contains(Password, await Stored(app), StringComparison.Ordinal);
    }

    [Fact]
    public void The_watch_sees_a_secret_in_every_form()
    {
        using var watch = new SecretWatch(Password);
        var log = watch.CreateLogger("test");
        string[] forms = [Password, Uri.EscapeDataString(Password), Basic("U"), Basic("UV"), Basic("UVW")];
        foreach (var form in forms)
        {
            log.LogInformation("It was {Value}.", form);
        }
        log.LogError(new InvalidOperationException($"Bad: {Password}"), "It failed.");
        using var scope = log.BeginScope(Password);
        log.LogInformation("Nothing here, and {Value}.", "nothing there");
        Assert.Equal(forms.Length + 2, watch.Leaks.Count);
    }

    private static string Basic(string user) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Password}"));

    private static string Text(string base64) =>
        Convert.TryFromBase64String(base64, new byte[base64.Length], out _)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(base64))
            : base64;

    private static async Task<ApiClient> SignIn(WebApplication app)
    {
        var user = await app
            .Services.GetRequiredService<IUsers>()
            .Create("acme", "Tester", [Role.Owner, Role.Administrator, Role.Accountant], "system");
        var key = await app.Services.GetRequiredService<IApiKeys>().Create("acme", user.Id, "test", "system");
        return new ApiClient(app.Address(), key.Secret);
    }

    private static async Task<string> Connect(ApiClient api, string connector, string settings)
    {
        var made = await api.Post(
            "/api/v1/integrations",
            $$"""{"name":"Careless","connector":"{{connector}}","settings":{{settings}}}"""
        );
        Assert.True(made.Status == 201, made.Text);
        return made.Location!;
    }

    // All of the tenant's secrets: that they were stored at all.
    private static async Task<string> Stored(WebApplication app)
    {
        var secrets = app.Services.GetRequiredService<ISecretStore>();
        var all = new StringBuilder();
        await foreach (var name in secrets.Names("acme", Ct))
        {
            var bundle = JsonNode.Parse((await secrets.Get("acme", name, Ct))!)!;
            all.AppendJoin(' ', bundle["values"]!.AsObject().Select(value => value.Value!.GetValue<string>()));
        }
        return all.ToString();
    }
}
