using System.Text.Json;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sensitive;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>A store that tells its changes is still a store; and what it tells is what was changed.</summary>
public sealed class PublishingDocumentStoreTests : DocumentStoreCompliance, IAsyncDisposable
{
    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services =>
        {
            foreach (var group in Groups)
            {
                services.AddDocumentGroup(group);
            }
            services
                .AddMessageQueue(new QueueOptions(PublishedChanges.Queue) { Ordered = true })
                .AddDocumentGroup(new DocumentGroup("feed").Publishes("feed"))
                .AddDocumentGroup(
                    (new DocumentGroup("told") with { Quiet = ["usedAt"] })
                        .Seal("iban", "lines[].iban")
                        .Publishes("told", "hash")
                )
                .SealSensitiveFields()
                .PublishChanges();
        }
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override IDocumentStores Stores => _storage.Get<IDocumentStores>();

    protected override IMessageQueue Queue => _storage.Get<IMessageQueue>();

    protected override ManualTimeProvider Clock => _storage.Clock;

    protected override Task Reopen() => _storage.Reopen();

    [Fact]
    public async Task What_was_before_and_after_is_told_with_the_batch_and_what_is_sensitive_is_not()
    {
        var store = Stores.ForTenant("t1");
        await store.Set("told/a", """{"n":1.50,"iban":"DE1","hash":"h","lines":[{"iban":"DE2","x":1}]}""");
        await store.Set("told/a", """{"n":2,"iban":"DE3","hash":"h"}""");
        await store.Update("told/a", new DocumentUpdate().Set("n", System.Text.Json.Nodes.JsonValue.Create(3)), ct: Ct);
        (await store.Delete("told/a", ct: Ct)).EnsureCommitted();
        (await store.Delete("told/a", ct: Ct)).EnsureCommitted();

        var told = await Told();

        Assert.Equal(
            [ChangeVerb.Created, ChangeVerb.Updated, ChangeVerb.Updated, ChangeVerb.Deleted],
            told.Select(change => change.Verb)
        );
        Assert.Null(told[0].Before);
        Assert.Equal(
            """{"n":1.50,"iban":"[redacted]","hash":"[redacted]","lines":[{"iban":"[redacted]","x":1}]}""",
            told[0].After!.Value.GetRawText()
        );
        Assert.Equal(told[0].After!.Value.GetRawText(), told[1].Before!.Value.GetRawText());
        Assert.Equal("""{"n":3,"iban":"[redacted]","hash":"[redacted]"}""", told[2].After!.Value.GetRawText());
        Assert.Equal(told[2].After!.Value.GetRawText(), told[3].Before!.Value.GetRawText());
        Assert.Null(told[3].After);
    }

    [Fact]
    public async Task A_change_that_was_refused_or_is_none_is_not_told()
    {
        var store = Stores.ForTenant("t1");
        await store.Set("told/a", """{"n":1}""");
        await store.Set("told/a", """{"n":1}""");
        await store.Set("told/a", """{"n":1,"usedAt":"2026-01-01"}""");
        await store.Create("told/a", """{"n":2}""");
        await store.Set("told/a", """{"n":3}""", ifMatch: "\"other\"");
        await store.Delete("told/none", ct: Ct);

        Assert.Single(await Told());
    }

    [Fact]
    public async Task Writers_who_demand_nothing_do_not_get_in_each_others_way_and_every_change_is_told_once()
    {
        var store = Stores.ForTenant("t1");
        await store.Set("told/a", """{"n":0}""");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => store.Update("told/a", new DocumentUpdate().Increment("n", 1), ct: Ct))
        );

        Assert.All(results, result => Assert.Null(result.Conflict));
        var told = await Told();
        Assert.Equal(9, told.Count);
        Assert.Equal(Enumerable.Range(0, 9), told.Select(change => change.After!.Value.GetProperty("n").GetInt32()));
    }

    [Fact]
    public async Task What_is_too_large_for_a_message_is_told_without_what_it_was()
    {
        var store = Stores.ForTenant("t1");
        await store.Set("told/a", $$"""{"text":"{{new string('x', 300_000)}}"}""");

        var change = Assert.Single(await Told());

        Assert.True(change is { Omitted: true, After: null, Verb: ChangeVerb.Created, Path: "told/a" });
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private async Task<List<PublishedChange>> Told()
    {
        var told = new List<PublishedChange>();
        while (await Queue.Receive(PublishedChanges.Queue, 100, TimeSpan.FromMinutes(1), Ct) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                var changes = JsonSerializer.Deserialize(
                    message.Body.Span,
                    PublishedChangesJson.Default.PublishedChanges
                )!;
                told.AddRange(changes.Changes);
                await Queue.Complete(message, Ct);
            }
        }
        return told;
    }
}
