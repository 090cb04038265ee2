using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>Over a queue that no trigger serves, so that what is in it stays in it.</summary>
[Collection(PlatformCollection.Name)]
public sealed class QueueTests(PlatformFixture platform)
{
    private const string Path = $"/api/v1/queues/{PlatformFixture.Queue}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IMessageQueue Queue => platform.Services.GetRequiredService<IMessageQueue>();

    [Fact]
    public async Task A_tenant_sees_replays_and_deletes_its_own_dead_letters_alone()
    {
        var (first, second) = (await Dead(SeedDemo.TenantId), await Dead(SeedDemo.TenantId));
        var foreign = await Dead("other");

        var own = await Ids(platform.Owner, "dead-letters");
        Assert.Contains(first, own);
        Assert.Contains(second, own);
        Assert.DoesNotContain(foreign, own);
        Assert.Contains(foreign, await Ids(platform.Stranger, "dead-letters"));

        foreach (var id in new[] { first, "nothing" })
        {
            Assert.Equal(404, (await platform.Stranger.Post($"{Path}/dead-letters/{id}/replay")).Status);
            Assert.Equal(
                404,
                (await platform.Stranger.Send(HttpMethod.Delete, $"{Path}/dead-letters/{id}", null)).Status
            );
        }
        Assert.Equal(204, (await platform.Owner.Send(HttpMethod.Delete, $"{Path}/dead-letters/{first}", null)).Status);
        Assert.Equal(404, (await platform.Owner.Post($"{Path}/dead-letters/{first}/replay")).Status);
        Assert.Equal(204, (await platform.Owner.Post($"{Path}/dead-letters/{second}/replay")).Status);
        Assert.DoesNotContain(second, await Ids(platform.Owner, "dead-letters"));

        var third = await Dead(SeedDemo.TenantId);
        var all = await platform.Owner.Post($"{Path}/dead-letters/replay");
        Assert.Equal(200, all.Status);
        Assert.DoesNotContain(third, await Ids(platform.Owner, "dead-letters"));
        Assert.Contains(foreign, await Ids(platform.Stranger, "dead-letters"));
    }

    [Fact]
    public async Task A_dead_letter_says_why()
    {
        var id = await Dead(SeedDemo.TenantId);
        var answer = await platform.Owner.Get($"{Path}/dead-letters?limit=200");
        var letter = Items(answer.Text).Single(item => item["id"]!.GetValue<string>() == id);
        Assert.Equal("NoSuchIntegration", letter["reason"]!.GetValue<string>());
        Assert.Equal("It was deleted.", letter["description"]!.GetValue<string>());
        Assert.Equal("x", letter["properties"]!["kind"]!.GetValue<string>());
        Assert.Equal("none", letter["body"]!["integrationId"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_scheduled_is_shown_by_pages()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var message = New(SeedDemo.TenantId) with { Delay = TimeSpan.FromHours(1) };
            ids.Add(message.Id);
            await Queue.Send(message, Ct);
        }
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await platform.Owner.Get($"{Path}/messages?limit=1&cursor={cursor}");
            seen.AddRange(Items(page.Text).Select(item => item["id"]!.GetValue<string>()));
            cursor = JsonNode.Parse(page.Text)!["next"]?.GetValue<string>();
        } while (cursor is not null);
        Assert.Equal(ids, seen.Where(ids.Contains));
        Assert.Empty((await Ids(platform.Stranger, "messages")).Intersect(ids));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        var accountant = await platform.SignIn(SeedDemo.TenantId, Role.Accountant);
        Assert.Equal(403, (await accountant.Get($"{Path}/dead-letters")).Status);
        Assert.Equal(404, (await platform.Owner.Get("/api/v1/queues/nowhere/dead-letters")).Status);
        Assert.Equal("cursor-invalid", (await platform.Owner.Get($"{Path}/dead-letters?cursor=abc")).Code);
        Assert.Equal("limit-invalid", (await platform.Owner.Get($"{Path}/messages?limit=0")).Code);
    }

    private static OutgoingMessage New(string tenant) =>
        new(
            PlatformFixture.Queue,
            $"msg-{Guid.NewGuid():N}",
            tenant,
            """{"integrationId":"none","runId":"run_1","trigger":"test"}"""u8.ToArray()
        )
        {
            Properties = new Dictionary<string, string> { ["kind"] = "x" },
        };

    private async Task<string> Dead(string tenant)
    {
        var message = New(tenant);
        await Queue.Send(message, Ct);
        foreach (var held in await Queue.Receive(PlatformFixture.Queue, 100, TimeSpan.FromMinutes(1), Ct))
        {
            await Queue.DeadLetter(held, "NoSuchIntegration", "It was deleted.", Ct);
        }
        return message.Id;
    }

    private static async Task<string[]> Ids(ApiClient client, string what) =>
        [.. Items((await client.Get($"{Path}/{what}?limit=200")).Text).Select(item => item["id"]!.GetValue<string>())];

    private static IEnumerable<JsonNode> Items(string text) => JsonNode.Parse(text)!["items"]!.AsArray()!;
}
