using System.Text.Json.Nodes;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>What is changed over the API is told in the feed and in the audit log, with what was before.</summary>
[Collection(PlatformCollection.Name)]
public sealed class EventTests(PlatformFixture platform)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_over_the_api_is_an_event_with_what_was_before_and_who_did_it()
    {
        var owner = await Owner();
        var me = (await owner.Get("/api/v1/me")).Field("userId");
        var made = await owner.Post("/api/v1/users", """{"name":"First name","roles":["auditor"]}""");
        var id = made.Field("id");
        var read = await owner.Get($"/api/v1/users/{id}");
        await owner.Patch($"/api/v1/users/{id}", """{"name":"Second name"}""", ("If-Match", read.ETag!));
        await owner.Send(HttpMethod.Delete, $"/api/v1/users/{id}", null);

        var events = await Events(owner, $"?subject=users/{id}", 3);

        Assert.Equal(["user.created", "user.updated", "user.deleted"], events.Select(e => (string?)e["type"]));
        Assert.Equal([1, 2, 3], events.Select(e => (int)e["subjectsequence"]!));
        Assert.Equal("1.0", (string?)events[1]["specversion"]);
        Assert.Equal("First name", (string?)events[1]["data"]!["previous"]!["name"]);
        Assert.Equal("Second name", (string?)events[1]["data"]!["object"]!["name"]);
        Assert.Null(events[2]["data"]!["object"]);
        Assert.All(events, e => Assert.Equal(me, (string?)e["actor"]));
        // Who has seen the first asks for what is behind it.
        var rest = (await owner.Get($"/api/v1/events?subject=users/{id}&after=1")).Json!["items"]!.AsArray();
        Assert.Equal(2, rest.Count);
        var one = await owner.Get($"/api/v1/events/{(string?)events[0]["id"]}");
        Assert.Equal((200, "user.created"), (one.Status, one.Field("type")));
        Assert.Equal(404, (await platform.Stranger.Get($"/api/v1/events/{(string?)events[0]["id"]}")).Status);

        var audited = (await owner.Get($"/api/v1/audit?subject={id}&action=user.updated")).Json!["items"]!.AsArray();
        var entry = Assert.Single(audited)!;
        Assert.Equal("First name", (string?)entry["before"]!["name"]);
        Assert.Equal("Second name", (string?)entry["after"]!["name"]);
        Assert.Equal(me, (string?)entry["actor"]!["id"]);
        Assert.NotNull(entry["actor"]!["keyId"]);
    }

    [Fact]
    public async Task A_key_is_told_by_its_public_id_and_its_use_is_no_event()
    {
        var owner = await Owner();
        var me = (await owner.Get("/api/v1/me")).Field("userId");
        var made = await owner.Post($"/api/v1/users/{me}/keys", """{"name":"told"}""");
        var id = made.Json!["key"]!["id"]!.GetValue<string>();
        await new ApiClient(owner.Address, made.Field("secret")).Get("/api/v1/me");
        await owner.Send(HttpMethod.Delete, $"/api/v1/users/{me}/keys/{id}", null);

        var events = await Events(owner, $"?subject=apiKeys/{id}", 2);

        Assert.Equal(["key.created", "key.updated"], events.Select(e => (string?)e["type"]));
        Assert.All(events, e => Assert.DoesNotContain(made.Field("secret")[..20], e.ToJsonString()));
    }

    [Fact]
    public async Task Events_have_numbers_without_gaps_however_many_tell_at_once_and_however_often()
    {
        var feed = platform.Services.GetRequiredService<IEventFeed>();
        var tenant = $"feed-{Guid.NewGuid():N}"[..20];
        var messages = Enumerable.Range(0, 40).ToList();

        await Task.WhenAll(
            messages
                .Concat(messages)
                .Select(i =>
                    feed.Append(
                        tenant,
                        $"m{i}",
                        new(
                            DateTimeOffset.UnixEpoch,
                            ChangeOrigin.System,
                            [
                                new("thing", $"things/{i % 3}", ChangeVerb.Updated, null, null),
                                new("thing", $"things/{i % 2}", ChangeVerb.Updated, null, null),
                            ]
                        ),
                        Ct
                    )
                )
        );

        var all = (await feed.List(tenant, new(), 200, null, Ct)).Events;
        Assert.Equal(Enumerable.Range(1, 80).Select(i => (long)i), all.Select(e => e.Sequence));
        foreach (var subject in all.GroupBy(e => e.Subject))
        {
            Assert.Equal(
                Enumerable.Range(1, subject.Count()).Select(i => (long)i),
                subject.Select(e => e.SubjectSequence)
            );
        }
    }

    private async Task<ApiClient> Owner()
    {
        var tenant = $"ev-{Guid.NewGuid():N}"[..20];
        await platform.Services.GetRequiredService<ITenants>().Create(tenant, tenant, Ct);
        return await platform.SignIn(tenant, Role.Owner);
    }

    private static async Task<IReadOnlyList<JsonNode>> Events(ApiClient api, string query, int count)
    {
        IReadOnlyList<JsonNode> events = [];
        await Wait.Until(async () =>
        {
            var answer = await api.Get($"/api/v1/events{query}");
            Assert.True(answer.Status == 200, answer.Text);
            events = [.. answer.Json!["items"]!.AsArray().Select(e => e!)];
            return events.Count >= count;
        });
        return events;
    }
}
