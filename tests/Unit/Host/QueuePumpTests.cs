using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Platform.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace IntegrationFunctions.Tests.Unit.Host;

public sealed class QueuePumpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 8)]
    [InlineData(10, 300)]
    public async Task A_message_that_fails_is_given_back_with_a_growing_delay(int delivery, int seconds)
    {
        var given = new TaskCompletionSource<TimeSpan>();
        var queue = Queue(delivery);
        queue
            .Setup(q => q.Abandon(It.IsAny<ReceivedMessage>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Callback<ReceivedMessage, TimeSpan, CancellationToken>((_, delay, _) => given.SetResult(delay))
            .ReturnsAsync(true);

        await Run(queue.Object, _ => throw new InvalidOperationException("no"), given.Task);

        Assert.Equal(TimeSpan.FromSeconds(seconds), await given.Task);
        queue.Verify(q => q.Complete(It.IsAny<ReceivedMessage>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task A_message_that_was_handled_is_completed()
    {
        var completed = new TaskCompletionSource();
        var queue = Queue(1);
        queue
            .Setup(q => q.Complete(It.IsAny<ReceivedMessage>(), It.IsAny<CancellationToken>()))
            .Callback(completed.SetResult)
            .ReturnsAsync(true);

        await Run(queue.Object, _ => Task.CompletedTask, completed.Task);

        queue.Verify(
            q => q.Abandon(It.IsAny<ReceivedMessage>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()),
            Times.Never
        );
    }

    private static async Task Run(IMessageQueue queue, Func<ReceivedMessage, Task> handle, Task until)
    {
        using var pump = new QueuePump(
            [new Trigger(handle)],
            queue,
            TimeProvider.System,
            NullLogger<QueuePump>.Instance
        );
        await pump.StartAsync(Ct);
        await until.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        await pump.StopAsync(Ct);
    }

    /// <summary>One message, and then silence.</summary>
    private static Mock<IMessageQueue> Queue(int delivery)
    {
        var message = new ReceivedMessage("q", "1", "demo", default, delivery, "lock", DateTimeOffset.MaxValue);
        var queue = new Mock<IMessageQueue>();
        queue
            .SetupSequence(q => q.Receive("q", It.IsAny<int>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([message])
            .ReturnsAsync([]);
        queue
            .Setup(q => q.WaitForMessage("q", It.IsAny<CancellationToken>()))
            .Returns<string, CancellationToken>((_, ct) => Task.Delay(Timeout.Infinite, ct));
        return queue;
    }

    private sealed class Trigger(Func<ReceivedMessage, Task> handle) : IQueueTrigger
    {
        public string Queue => "q";

        public Task Handle(ReceivedMessage message, CancellationToken ct) => handle(message);
    }
}
