using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What every queue must do. A queue's test class inherits it and says how the queue is opened.</summary>
public abstract partial class MessageQueueCompliance
{
    private const int MaxDeliveries = 10;
    protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected abstract IMessageQueue Queue { get; }

    protected abstract ManualTimeProvider Clock { get; }

    /// <summary>Closes and opens the queue again, over the same data.</summary>
    protected abstract Task Reopen();

    /// <summary>The queues of the suite, as a fixture declares them.</summary>
    public static IReadOnlyList<QueueOptions> Queues { get; } =
    [
        new("work"),
        new("other"),
        new("ordered") { Ordered = true },
        new("impatient")
        {
            MaxDeliveries = 2,
            DefaultLock = TimeSpan.FromSeconds(10),
            DuplicateWindow = TimeSpan.FromMinutes(5),
        },
    ];

    /// <summary>Whether a send says that it was dropped as a repeat.</summary>
    protected virtual bool TellsRepeats => true;

    /// <summary>Whether a dead letter says when it was given up.</summary>
    protected virtual bool DatesDeadLetters => true;

    private async Task<IReadOnlyList<DeadLetter>> DeadLetters(string? tenant = null) =>
        (await Queue.PeekDeadLetters("work", new PeekRequest(tenant), Ct)).Items;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected static OutgoingMessage Message(string id, TimeSpan delay = default, string tenant = "t1") =>
        new("work", id, tenant, """{"n":1}"""u8.ToArray(), delay);

    private async Task<ReceivedMessage> ReceiveOne() => Assert.Single(await Queue.Receive("work", 1, Minute, Ct));

    private async Task<string> ReceiveIds(int max = 100) =>
        string.Join(' ', (await Queue.Receive("work", max, Minute, Ct)).Select(m => m.Id));

    [Fact]
    public async Task A_message_arrives_as_it_was_sent()
    {
        Assert.True(await Queue.Send(Message("m1"), Ct));
        var message = await ReceiveOne();
        Assert.Equal(("work", "m1", "t1", 1), (message.Queue, message.Id, message.TenantId, message.DeliveryCount));
        Assert.Equal("""{"n":1}"""u8, message.Body.Span);
        Assert.Equal(Clock.GetUtcNow() + Minute, message.LockedUntil);
    }

    [Fact]
    public async Task An_empty_body_is_a_body()
    {
        await Queue.Send(Message("m1") with { Body = default }, Ct);
        Assert.True((await ReceiveOne()).Body.IsEmpty);
    }

    [Fact]
    public async Task A_locked_message_is_invisible_and_a_completed_one_gone()
    {
        await Queue.Send(Message("m1"), Ct);
        var message = await ReceiveOne();
        Assert.Equal("", await ReceiveIds());
        Assert.True(await Queue.Complete(message, Ct));
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("", await ReceiveIds());
        Assert.False(await Queue.Complete(message, Ct));
    }

    [Fact]
    public async Task Messages_come_in_the_order_of_their_due_times()
    {
        await Queue.Send(Message("late", Minute * 3), Ct);
        await Queue.Send(Message("soon", Minute), Ct);
        await Queue.Send(Message("now"), Ct);
        await Queue.Send(Message("then"), Ct);
        Clock.Advance(Minute * 3);
        Assert.Equal("now then soon late", await ReceiveIds());
    }

    [Fact]
    public async Task No_more_than_asked_for_come()
    {
        for (var i = 0; i < 5; i++)
        {
            await Queue.Send(Message($"m{i}"), Ct);
        }
        Assert.Equal("m0 m1", await ReceiveIds(2));
        Assert.Equal("m2 m3 m4", await ReceiveIds());
    }

    [Fact]
    public async Task A_delayed_message_comes_when_it_is_due_and_not_before()
    {
        await Queue.Send(Message("m1", Minute), Ct);
        Clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Equal("", await ReceiveIds());
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("m1", await ReceiveIds());
    }

    [Fact]
    public async Task Queues_do_not_mix()
    {
        await Queue.Send(Message("m1"), Ct);
        await Queue.Send(Message("m1") with { Queue = "other" }, Ct);
        Assert.Equal("m1", await ReceiveIds());
        Assert.Single(await Queue.Receive("other", 10, Minute, Ct));
    }

    [Fact]
    public async Task A_message_whose_lock_ran_out_is_delivered_again_and_the_old_lock_is_worthless()
    {
        await Queue.Send(Message("m1"), Ct);
        var first = await ReceiveOne();
        Clock.Advance(Minute);
        Assert.False(await Queue.Complete(first, Ct));
        Assert.False(await Queue.Abandon(first, TimeSpan.Zero, Ct));
        Assert.False(await Queue.DeadLetter(first, "no", ct: Ct));
        Assert.Null(await Queue.Renew(first, Minute, Ct));
        var second = await ReceiveOne();
        Assert.Equal(2, second.DeliveryCount);
        Assert.False(await Queue.Complete(first, Ct));
        Assert.True(await Queue.Complete(second, Ct));
    }

    [Fact]
    public async Task A_renewed_lock_holds_longer()
    {
        await Queue.Send(Message("m1"), Ct);
        var message = await ReceiveOne();
        Clock.Advance(Minute / 2);
        var renewed = await Queue.Renew(message, Minute, Ct);
        Assert.Equal(Clock.GetUtcNow() + Minute, renewed!.LockedUntil);
        Clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Equal("", await ReceiveIds());
        Assert.True(await Queue.Complete(renewed, Ct));
    }

    [Fact]
    public async Task An_abandoned_message_comes_back_after_its_delay()
    {
        await Queue.Send(Message("m1"), Ct);
        Assert.True(await Queue.Abandon(await ReceiveOne(), Minute, Ct));
        Assert.Equal("", await ReceiveIds());
        Clock.Advance(Minute);
        Assert.Equal(2, (await ReceiveOne()).DeliveryCount);
    }

    [Fact]
    public async Task A_lock_token_that_nobody_gave_settles_nothing()
    {
        await Queue.Send(Message("m1"), Ct);
        var message = await ReceiveOne();
        foreach (var token in new[] { "", "1", "1.", ".", "x.y", message.LockToken + "0" })
        {
            Assert.False(await Queue.Complete(message with { LockToken = token }, Ct));
        }
        Assert.True(await Queue.Complete(message, Ct));
    }

    [Fact]
    public async Task The_tenth_abandon_sends_a_message_to_the_dead_letters()
    {
        await Queue.Send(Message("m1"), Ct);
        for (var i = 1; i <= MaxDeliveries; i++)
        {
            var message = await ReceiveOne();
            Assert.Equal(i, message.DeliveryCount);
            Assert.True(await Queue.Abandon(message, TimeSpan.Zero, Ct));
        }
        Assert.Equal("", await ReceiveIds());
        var dead = Assert.Single(await DeadLetters());
        Assert.Equal(("m1", "t1", MaxDeliveries), (dead.Id, dead.TenantId, dead.DeliveryCount));
        Assert.Equal(DatesDeadLetters ? Clock.GetUtcNow() : dead.EnqueuedAt, dead.At);
        Assert.Equal("MaxDeliveryCountExceeded", dead.Reason);
    }

    [Fact]
    public async Task The_tenth_lock_that_runs_out_sends_a_message_to_the_dead_letters_and_the_next_one_still_comes()
    {
        await Queue.Send(Message("m1"), Ct);
        for (var i = 1; i <= MaxDeliveries; i++)
        {
            await ReceiveOne();
            Clock.Advance(Minute);
        }
        await Queue.Send(Message("m2"), Ct);
        Assert.Equal("m2", await ReceiveIds(1));
        Assert.Equal("m1", Assert.Single(await DeadLetters()).Id);
    }

    [Fact]
    public async Task A_dead_letter_keeps_its_body_and_reason()
    {
        await Queue.Send(Message("m1"), Ct);
        Assert.True(await Queue.DeadLetter(await ReceiveOne(), "The body names no invoice.", ct: Ct));
        var dead = Assert.Single(await DeadLetters());
        Assert.Equal("The body names no invoice.", dead.Reason);
        Assert.Equal("""{"n":1}"""u8, dead.Body.Span);
        Assert.Equal(1, dead.DeliveryCount);
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("", await ReceiveIds());
    }

    [Fact]
    public async Task Dead_letters_are_shown_oldest_first_of_one_queue()
    {
        foreach (var id in new[] { "b", "a", "c" })
        {
            await Queue.Send(Message(id), Ct);
            await Queue.DeadLetter(await ReceiveOne(), "x", ct: Ct);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(["b", "a"], (await Queue.PeekDeadLetters("work", new(Limit: 2), Ct)).Items.Select(d => d.Id));
        Assert.Empty((await Queue.PeekDeadLetters("other", new(), Ct)).Items);
    }

    [Fact]
    public async Task A_replayed_dead_letter_starts_over()
    {
        await Queue.Send(Message("m1"), Ct);
        await Queue.DeadLetter(await ReceiveOne(), "x", ct: Ct);
        Assert.False(await Queue.Replay("work", "t1", "m2", Ct));
        Assert.False(await Queue.Replay("other", "t1", "m1", Ct));
        Assert.True(await Queue.Replay("work", "t1", "m1", Ct));
        Assert.False(await Queue.Replay("work", "t1", "m1", Ct));
        Assert.Empty(await DeadLetters());
        var again = await ReceiveOne();
        Assert.Equal(("m1", 1), (again.Id, again.DeliveryCount));
        Assert.Equal("""{"n":1}"""u8, again.Body.Span);
    }

    [Fact]
    public async Task A_repeat_is_dropped_within_the_window_whatever_has_become_of_the_first()
    {
        foreach (var id in new[] { "waits", "held", "done", "dead", "later" })
        {
            Assert.True(await Queue.Send(Message(id, id == "later" ? Minute * 60 : default), Ct));
        }
        var held = (await Queue.Receive("work", 100, Minute, Ct)).ToDictionary(m => m.Id);
        await Queue.Complete(held["done"], Ct);
        await Queue.DeadLetter(held["dead"], "x", ct: Ct);
        await Queue.Abandon(held["waits"], TimeSpan.Zero, Ct);
        foreach (var id in new[] { "waits", "held", "done", "dead", "later" })
        {
            Assert.Equal(!TellsRepeats, await Queue.Send(Message(id), Ct));
        }
        Assert.Equal("waits", await ReceiveIds());
        Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        await Queue.Send(Message("done"), Ct);
        Assert.DoesNotContain("done", (await ReceiveIds()).Split(' '));
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(await Queue.Send(Message("done"), Ct));
        Assert.Contains("done", (await ReceiveIds()).Split(' '));
    }

    [Fact]
    public async Task Tenants_do_not_drop_each_others_messages()
    {
        Assert.True(await Queue.Send(Message("m1", tenant: "t1"), Ct));
        Assert.True(await Queue.Send(Message("m1", tenant: "t2"), Ct));
        Assert.Equal("m1 m1", await ReceiveIds());
    }

    [Fact]
    public async Task Waiting_ends_at_once_where_something_is_due()
    {
        await Queue.Send(Message("m1"), Ct);
        var wait = Queue.WaitForMessage("work", Ct);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Fact]
    public async Task Waiting_ends_when_a_message_is_sent()
    {
        var wait = Queue.WaitForMessage("work", Ct);
        Assert.False(wait.IsCompleted);
        await Queue.Send(Message("m1"), Ct);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal("m1", await ReceiveIds());
    }

    [Fact]
    public async Task Waiting_ends_when_a_delayed_message_is_due()
    {
        await Queue.Send(Message("m1", Minute), Ct);
        var wait = Queue.WaitForMessage("work", Ct);
        Clock.Advance(Minute - TimeSpan.FromSeconds(1));
        Assert.False(wait.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal("m1", await ReceiveIds());
    }

    [Fact]
    public async Task Waiting_ends_when_a_lock_runs_out_or_a_message_is_given_back()
    {
        await Queue.Send(Message("m1"), Ct);
        await ReceiveOne();
        var wait = Queue.WaitForMessage("work", Ct);
        Assert.False(wait.IsCompleted);
        Clock.Advance(Minute);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        var message = await ReceiveOne();
        wait = Queue.WaitForMessage("work", Ct);
        Assert.False(wait.IsCompleted);
        await Queue.Abandon(message, TimeSpan.Zero, Ct);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Fact]
    public async Task Waiting_ends_when_a_dead_letter_is_replayed()
    {
        await Queue.Send(Message("m1"), Ct);
        await Queue.DeadLetter(await ReceiveOne(), "x", ct: Ct);
        var wait = Queue.WaitForMessage("work", Ct);
        Assert.False(wait.IsCompleted);
        await Queue.Replay("work", "t1", "m1", Ct);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var over = new CancellationTokenSource();
        var wait = Queue.WaitForMessage("work", over.Token);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Competing_receivers_get_every_message_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Queue.Send(Message($"m{i}"), Ct)));
        async Task<List<string>> Drain()
        {
            var ids = new List<string>();
            while (await Queue.Receive("work", 7, Minute, Ct) is { Count: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    ids.Add(message.Id);
                    Assert.True(await Queue.Complete(message, Ct));
                }
            }
            return ids;
        }
        var drained = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Drain, Ct)));
        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => $"m{i}").Order(StringComparer.Ordinal),
            drained.SelectMany(ids => ids).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("Work")]
    [InlineData("work/1")]
    [InlineData("wörk")]
    public async Task A_bad_queue_name_is_refused_everywhere(string queue)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.Send(Message("m1") with { Queue = queue }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.Receive(queue, 1, Minute, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.WaitForMessage(queue, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.PeekDeadLetters(queue, new(), Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.Replay(queue, "t1", "m1", Ct));
    }

    [Fact]
    public async Task Impossible_numbers_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.Receive("work", 0, Minute, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.Receive("work", 1, TimeSpan.Zero, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.Send(Message("m1", -Minute), Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.Send(Message(""), Ct));
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        await Queue.Send(Message("waiting"), Ct);
        await Queue.Send(Message("later", Minute), Ct);
        var held = await ReceiveOne();
        await Queue.Send(Message("dead"), Ct);
        await Queue.DeadLetter(await ReceiveOne(), "x", ct: Ct);
        await Queue.Send(Message("done"), Ct);
        await Queue.Complete(await ReceiveOne(), Ct);
        await Reopen();
        Assert.Equal("", await ReceiveIds());
        Assert.Equal(!TellsRepeats, await Queue.Send(Message("done"), Ct));
        Assert.Equal("", await ReceiveIds());
        Assert.Equal("dead", Assert.Single(await DeadLetters()).Id);
        Assert.True(await Queue.Abandon(held, TimeSpan.Zero, Ct));
        Assert.Equal(2, (await ReceiveOne()).DeliveryCount);
        Clock.Advance(Minute);
        Assert.Equal("later waiting", string.Join(' ', (await ReceiveIds()).Split(' ').Order(StringComparer.Ordinal)));
    }
}
