using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Sqlite;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

public sealed class SqliteMessageQueueTests : MessageQueueCompliance, IAsyncDisposable
{
    private readonly SqliteStorageFixture _storage = new(new ManualTimeProvider(), queues: Queues);

    protected override IMessageQueue Queue => _storage.Get<IMessageQueue>();

    protected override ManualTimeProvider Clock => _storage.Clock;

    protected override Task Reopen() => _storage.Reopen();

    [Fact]
    public async Task Ids_out_of_the_window_are_cleaned_away_by_later_sends()
    {
        var ct = TestContext.Current.CancellationToken;
        for (var i = 0; i < 20; i++)
        {
            await Queue.Send(new("work", $"m{i}", "t1", "{}"u8.ToArray()), ct);
        }
        foreach (var message in await Queue.Receive("work", 100, TimeSpan.FromMinutes(1), ct))
        {
            await Queue.Complete(message, ct);
        }
        Assert.Equal(20, Remembered());
        Clock.Advance(TimeSpan.FromDays(1));
        await Queue.Send(new("other", "one", "t1", "{}"u8.ToArray()), ct);
        // That of the later one alone.
        Assert.Equal(1, Remembered());
    }

    [Fact]
    public async Task A_file_of_the_first_shape_keeps_its_messages_ids_and_dead_letters()
    {
        var ct = TestContext.Current.CancellationToken;
        using var files = new TemporaryFolder();
        var now = Clock.GetUtcNow();
        var old = MessagesSchema.Schema with { Steps = [MessagesSchema.Schema.Steps[0]] };
        using (var database = SqliteDatabase.Open(Path.Combine(files.Path, "platform.db"), [old]))
        {
            await database.Write(
                scope =>
                    scope.Execute(
                        """
                        INSERT INTO messages VALUES(1,'work','due','t1',x'7b7d',$1,0,NULL),(2,'work','held','t1',x'7b7d',$2,1,'2.x');
                        INSERT INTO messages_seen VALUES('work','done','t1',$1);
                        INSERT INTO messages_dead VALUES(1,'work','dead','t1',x'7b7d',10,'why',$1);
                        """,
                        now,
                        now + Minute
                    ),
                ct
            );
        }
        using var folder = DataFolder.Open(files.Path);
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddEmbeddedStorage(folder)
            .BuildServiceProvider();
        var queue = services.GetRequiredService<IMessageQueue>();
        Assert.Equal("due", Assert.Single(await queue.Receive("work", 10, Minute, ct)).Id);
        foreach (var id in new[] { "due", "held", "done" })
        {
            Assert.False(await queue.Send(new("work", id, "t1", "{}"u8.ToArray()), ct));
        }
        var dead = Assert.Single((await queue.PeekDeadLetters("work", new("t1"), ct)).Items);
        Assert.Equal(("dead", "why", 10, now), (dead.Id, dead.Reason, dead.DeliveryCount, dead.At));
        Clock.Advance(Minute);
        var held = (await queue.Receive("work", 10, Minute, ct)).Single(m => m.Id == "held");
        Assert.Equal(2, held.DeliveryCount);
        Assert.True(await queue.Replay("work", "t1", "dead", ct));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.True(await queue.Send(new("work", "done", "t1", "{}"u8.ToArray()), ct));
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private long Remembered() =>
        _storage
            .Get<SqliteDatabase>()
            .Read(scope => scope.Prepare("SELECT count(*) FROM messages_seen").Scalar()!.Value);
}
