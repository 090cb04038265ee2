using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Messages.ServiceBus;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Tests.Unit.Messages;

/// <summary>Documents on SQLite, queues on Service Bus: a message leaves if and only if its batch is committed.</summary>
public sealed partial class OutboxTests : IAsyncDisposable
{
    private static readonly QueueOptions[] Queues = [new("work"), new("ordered") { Ordered = true }];
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ManualTimeProvider _clock = new();
    private readonly TemporaryFolder _files = new();
    private readonly FakeServiceBus _bus;
    private DataFolder _folder;
    private ServiceProvider _services;

    public OutboxTests()
    {
        _bus = new FakeServiceBus(_clock, Queues);
        (_folder, _services) = Open();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IMessageQueue Queue => _services.GetRequiredService<IMessageQueue>();

    private OutboxRelay Relay => _services.GetRequiredService<OutboxRelay>();

    private IDocumentStore Store => _services.GetRequiredService<IDocumentStores>().ForTenant("t1");

    internal sealed record Note(string Text);

    [JsonSerializable(typeof(Note))]
    private sealed partial class NoteJson : JsonSerializerContext;

    private static OutgoingMessage Message(string id) => new("work", id, "t1", "{}"u8.ToArray());

    private static DocumentBatch Batch(string id, params OutgoingMessage[] messages)
    {
        var batch = new DocumentBatch(new("notes")).Create(id, new Note("x"), NoteJson.Default.Note);
        foreach (var message in messages)
        {
            batch.Send(message);
        }
        return batch;
    }

    private async Task<string> Received(string queue = "work") =>
        string.Join(' ', (await Queue.Receive(queue, 100, Minute, Ct)).Select(m => m.Id));

    [Fact]
    public async Task Messages_of_a_committed_batch_leave_in_order_and_as_they_were()
    {
        var full = Message("m2") with
        {
            Properties = new Dictionary<string, string> { ["k"] = "v" },
            TimeToLive = Minute,
        };
        await Store.Commit(Batch("a", Message("m1"), full), Ct);
        Assert.Equal("", await Received());
        Assert.Equal(0, await Relay.Drain(Ct));
        var messages = await Queue.Receive("work", 10, Minute, Ct);
        Assert.Equal(["m1", "m2"], messages.Select(m => m.Id));
        Assert.Equal("v", messages[1].Properties["k"]);
        Assert.Equal("{}"u8, messages[1].Body.Span);
        Assert.Empty(await _services.GetRequiredService<IOutbox>().Read(null, 10, Ct));
    }

    [Fact]
    public async Task Messages_of_a_refused_batch_stay_away()
    {
        await Store.Commit(Batch("a"), Ct);
        var result = await Store.Commit(Batch("a", Message("m1")), Ct);
        Assert.NotNull(result.Conflict);
        await Relay.Drain(Ct);
        Assert.Equal("", await Received());
    }

    [Fact]
    public async Task A_message_that_the_queue_would_refuse_fails_the_batch()
    {
        var ordered = Message("m1") with { OrderingKey = "a" };
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Commit(Batch("a", ordered), Ct));
        Assert.Null(await Store.Get(new("notes/a"), Ct));
    }

    [Fact]
    public async Task A_delay_counts_from_the_commit()
    {
        await Store.Commit(Batch("a", Message("m1") with { Delay = Minute }), Ct);
        _clock.Advance(Minute / 2);
        await Relay.Drain(Ct);
        Assert.Equal("", await Received());
        _clock.Advance(Minute / 2);
        Assert.Equal("m1", await Received());
    }

    [Fact]
    public async Task What_was_sent_and_not_forgotten_is_not_there_twice()
    {
        await Store.Commit(Batch("a", Message("m1")), Ct);
        var outbox = _services.GetRequiredService<IOutbox>();
        // As a relay that is killed between the two does.
        await Queue.Send(Assert.Single(await outbox.Read(null, 10, Ct)).Message, Ct);
        await Reopen();
        Assert.Equal(0, await Relay.Drain(Ct));
        Assert.Equal("m1", await Received());
    }

    [Fact]
    public async Task What_the_broker_could_not_take_is_there_after_a_restart()
    {
        _bus.Stop();
        await Store.Commit(Batch("a", Message("m1")), Ct);
        await Assert.ThrowsAsync<MessagingException>(() => Relay.Drain(Ct));
        await Reopen();
        _bus.Restart();
        Assert.Equal(0, await Relay.Drain(Ct));
        Assert.Equal("m1", await Received());
    }

    [Fact]
    public async Task A_message_that_is_refused_holds_up_only_those_behind_it_under_its_key()
    {
        var nowhere = Message("bad") with { Queue = "nowhere" };
        await Store.Commit(Batch("a", nowhere, Message("m1")), Ct);
        Assert.Equal(1, await Relay.Drain(Ct));
        Assert.Equal("m1", await Received());
        var left = Assert.Single(await _services.GetRequiredService<IOutbox>().Read(null, 10, Ct));
        Assert.Equal("bad", left.Message.Id);
    }

    [Fact]
    public async Task The_relay_runs_with_the_host_and_hears_of_new_messages()
    {
        var relay = _services.GetServices<IHostedService>().OfType<BackgroundService>().Single();
        await relay.StartAsync(Ct);
        foreach (var id in new[] { "m1", "m2" })
        {
            var wait = Queue.WaitForMessage("work", Ct);
            await Store.Commit(Batch(id, Message(id)), Ct);
            await wait.WaitAsync(TimeSpan.FromSeconds(30), Ct);
            Assert.Equal(id, await Received());
        }
        await relay.StopAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
        _files.Dispose();
        _bus.Dispose();
    }

    private async Task Reopen()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
        (_folder, _services) = Open();
    }

    private (DataFolder, ServiceProvider) Open()
    {
        var folder = DataFolder.Open(_files.Path);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_clock)
            .AddEmbeddedStorage(folder)
            .AddDocumentGroup(new DocumentGroup("notes"));
        foreach (var queue in Queues)
        {
            services.AddMessageQueue(queue);
        }
        services.AddServiceBus(
            ServiceBusOptions.Parse(_bus.ConnectionString) with
            {
                ReceiveWait = TimeSpan.FromMilliseconds(150),
            }
        );
        return (folder, services.BuildServiceProvider());
    }
}
