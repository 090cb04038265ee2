using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Tests.EndToEnd;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Unit.Webhooks.Incoming;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>Kills the server while providers send: what was answered with 200 is there, once, and is handled.</summary>
public sealed class WebhookCrashTests
{
    private const int Senders = 16;
    private const int Lives = 3;
    private const int AnsweredALife = 150;
    private const string Secret = "xero-signing-key";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_message_that_was_answered_is_there_once_and_none_is_forgotten()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var answered = new ConcurrentBag<string>();
        string? key = null;
        (string Path, string Address)? hook = null;
        for (var life = 0; life < Lives; life++)
        {
            var server = await ServerProcess.Start(data, "--port", "0");
            key ??= server.Key;
            hook ??= await Make(new ApiClient(server.Address, key));
            await SendUntilKilled(server, hook.Value.Address, answered, AnsweredALife * (life + 1));
        }
        Assert.True(answered.Count >= AnsweredALife * Lives);

        await using var last = await ServerProcess.Start(data, "--port", "0");
        var owner = new ApiClient(last.Address, key);
        var anonymous = new ApiClient(last.Address, null);
        // A provider that got no answer, or forgot it, sends again: that makes no second message.
        foreach (var body in answered.Take(50))
        {
            Assert.Equal(200, (await Send(anonymous, hook!.Value.Address, body)).Status);
        }
        var kept = await All(owner, hook!.Value.Path);
        Assert.Equal(kept.Count, kept.Select(m => m["identity"]!.GetValue<string>()).ToHashSet().Count);
        var identities = kept.Select(m => m["identity"]!.GetValue<string>()).ToHashSet();
        Assert.All(answered, body => Assert.Contains(Identity(body), identities));
        await Eventually.Is(async () =>
            (await All(owner, hook.Value.Path)).All(m => m["state"]!.GetValue<string>() != "accepted")
        );
    }

    private static async Task SendUntilKilled(
        ServerProcess server,
        string address,
        ConcurrentBag<string> answered,
        int enough
    )
    {
        var anonymous = new ApiClient(server.Address, null);
        var dead = false;
        async Task Sender()
        {
            while (!Volatile.Read(ref dead))
            {
                // A message without events, as Xero's probe: it is kept and handled, and starts nothing.
                var body = $$"""{"events":[],"firstEventSequence":0,"entropy":"{{Guid.NewGuid():N}}"}""";
                try
                {
                    Assert.Equal(200, (await Send(anonymous, address, body)).Status);
                    answered.Add(body);
                }
                catch (HttpRequestException)
                {
                    return;
                }
            }
        }
        var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(Sender, Ct)).ToArray();
        await Eventually.Is(() => Task.FromResult(answered.Count >= enough));
        // SIGKILL, with requests under way.
        await server.DisposeAsync();
        Volatile.Write(ref dead, true);
        await Task.WhenAll(senders);
    }

    private static async Task<(string Path, string Address)> Make(ApiClient owner)
    {
        var integration = await owner.Post(
            "/api/v1/integrations",
            """
            {"name":"hooked","connector":"sap-s4hana",
             "settings":{"baseUrl":"https://erp.example.com","user":"U","password":"p","companyCode":"1010"}}
            """
        );
        var path = $"/api/v1/integrations/{integration.Field("id")}/incoming-webhooks";
        var made = await owner.Post(path, $$"""{"provider":"xero","secrets":["{{Secret}}"],"maxPerSecond":100000}""");
        Assert.True(made.Status == 201, made.Text);
        return ($"{path}/{made.Field("id")}", made.Field("address"));
    }

    private static Task<Answer> Send(ApiClient anonymous, string address, string body)
    {
        var headers = SignedBodies.Headers("xero", Secret, Encoding.UTF8.GetBytes(body), DateTimeOffset.UtcNow);
        return anonymous.Post(address, body, [.. headers.Select(h => (h.Key, h.Value))]);
    }

    private static string Identity(string body) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private static async Task<List<JsonNode>> All(ApiClient owner, string path)
    {
        var all = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await owner.Get(
                $"{path}/messages?limit=200" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")
            );
            Assert.True(page.Status == 200, page.Text);
            all.AddRange(page.Json!["items"]!.AsArray().OfType<JsonNode>());
            cursor = page.Json["next"]?.GetValue<string>();
        } while (cursor is not null);
        return all;
    }
}
