using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

public sealed class SqliteMessageQueueTests : MessageQueueCompliance, IAsyncDisposable
{
    private readonly SqliteStorageFixture _storage = new(new ManualTimeProvider());

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
        Assert.Equal(0, Remembered());
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private long Remembered() =>
        _storage
            .Get<SqliteDatabase>()
            .Read(scope => scope.Prepare("SELECT count(*) FROM messages_seen").Scalar()!.Value);
}
