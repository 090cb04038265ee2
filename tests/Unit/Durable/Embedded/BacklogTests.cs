using IntegrationFunctions.Durable.Embedded;

namespace IntegrationFunctions.Tests.Unit.Durable.Embedded;

public sealed class BacklogTests
{
    [Fact]
    public async Task A_full_tenant_waits_until_half_is_worked_off_and_others_do_not()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var backlog = new Backlog(limit: 10);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(backlog.WaitForRoom("large", cancellation).IsCompletedSuccessfully);
            backlog.Enter("large");
        }

        var room = backlog.WaitForRoom("large", cancellation).AsTask();
        Assert.True(backlog.WaitForRoom("small", cancellation).IsCompletedSuccessfully);
        for (var i = 0; i < 4; i++)
        {
            backlog.Leave("large");
        }
        Assert.False(room.IsCompleted);
        backlog.Leave("large");
        await room;
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nobody_elses_place()
    {
        var backlog = new Backlog(limit: 1);
        backlog.Enter("acme");
        using var hurry = new CancellationTokenSource();
        var given = backlog.WaitForRoom("acme", hurry.Token).AsTask();
        var patient = backlog.WaitForRoom("acme", TestContext.Current.CancellationToken).AsTask();

        await hurry.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        backlog.Leave("acme");
        await patient;
    }
}
