using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Webhooks.Incoming;

namespace IntegrationFunctions.Tests.Unit.Webhooks.Incoming;

public sealed class IncomingInboxTests : IAsyncDisposable
{
    private const string Tenant = "t1";
    private const string Webhook = "iwh_1";
    private readonly ManualTimeProvider _clock = new(new(2026, 1, 31, 9, 0, 0, TimeSpan.Zero));
    private readonly SqliteStorageFixture _storage;

    public IncomingInboxTests() =>
        _storage = new SqliteStorageFixture(_clock, declare: services => services.AddIncomingWebhooks());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IncomingInbox Inbox => _storage.Get<IncomingInbox>();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_burst_costs_one_queue_message_that_comes_after_all_of_it()
    {
        for (var i = 0; i < 50; i++)
        {
            Assert.True(await Take($"m{i}"));
            _clock.Advance(TimeSpan.FromMilliseconds(15));
        }
        Assert.Equal(0, await Due());
        _clock.Advance(IncomingInbox.Pause);
        Assert.Equal(1, await Due());
    }

    [Fact]
    public async Task What_comes_when_the_queue_message_is_nearly_due_sends_its_own()
    {
        await Take("m1");
        _clock.Advance(IncomingInbox.Pause - TimeSpan.FromMilliseconds(500));
        await Take("m2");
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(1, await Due());
        _clock.Advance(IncomingInbox.Pause);
        Assert.Equal(1, await Due());
    }

    [Fact]
    public async Task A_repeat_is_known_and_asks_again_for_one_that_nobody_has_handled()
    {
        Assert.True(await Take("m1"));
        Assert.False(await Take("m1"));
        _clock.Advance(IncomingInbox.Pause);
        Assert.Equal(1, await Due());
        // As after a crash between the document and its queue message.
        Assert.False(await Take("m1"));
        _clock.Advance(IncomingInbox.Pause);
        Assert.Equal(1, await Due());
        Assert.Single((await Inbox.List(Tenant, Webhook, 10, null, Ct)).Messages);
    }

    [Fact]
    public async Task What_waits_together_is_stored_once_each_and_only_the_first_is_new()
    {
        Assert.True(await Take("m7"));
        // More than a batch holds, each three times, and one of them there already.
        var taken = await Task.WhenAll(Enumerable.Range(0, 900).Select(i => Task.Run(() => Take($"m{i % 300}"), Ct)));
        Assert.Equal(299, taken.Count(isNew => isNew));
        var first = await Inbox.List(Tenant, Webhook, 1000, null, Ct);
        Assert.Equal(300, first.Messages.Count);
        _clock.Advance(IncomingInbox.Pause);
        Assert.Equal(1, await Due());
    }

    [Fact]
    public async Task Bodies_that_fill_a_batch_alone_are_stored_one_by_one()
    {
        var body = new byte[900_000];
        Array.Fill(body, (byte)'"');
        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Task.Run(() => Inbox.Take(Tenant, Webhook, $"m{i}", body, Ct), Ct))
        );
        Assert.Equal(8, (await Inbox.List(Tenant, Webhook, 10, null, Ct)).Messages.Count);
    }

    [Fact]
    public async Task However_many_ask_for_another_look_there_is_one()
    {
        for (var i = 0; i < 20; i++)
        {
            await Inbox.LookAgain(Tenant, Webhook, TimeSpan.FromMinutes(1), Ct);
        }
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Due());
    }

    [Fact]
    public async Task Any_bytes_and_any_identity_are_kept_as_they_came()
    {
        byte[] body = [0xff, 0x00, 0xc3, 0x28];
        var identity = "a/b\\c?d#e\n" + new string('x', 300);
        Assert.True(await Inbox.Take(Tenant, Webhook, identity, body, Ct));
        Assert.False(await Inbox.Take(Tenant, Webhook, identity, body, Ct));
        var kept = await Inbox.Get(Tenant, Webhook, IncomingInbox.IdOf(identity), Ct);
        Assert.Equal(body, kept!.Bytes());
        Assert.Equal(identity, kept.Identity);
        Assert.Null(await Inbox.Get("t2", Webhook, kept.Id, Ct));
    }

    private Task<bool> Take(string identity) => Inbox.Take(Tenant, Webhook, identity, "{}"u8.ToArray(), Ct);

    private async Task<int> Due()
    {
        var queue = _storage.Get<IMessageQueue>();
        var received = await queue.Receive(IncomingInbox.Queue, 100, TimeSpan.FromMinutes(5), Ct);
        foreach (var message in received)
        {
            await queue.Complete(message, Ct);
        }
        return received.Count;
    }
}
