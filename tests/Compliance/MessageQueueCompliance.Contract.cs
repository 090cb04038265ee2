using System.Diagnostics;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Tests.Compliance;

// What a message may say of itself, and what an operator sees.
public abstract partial class MessageQueueCompliance
{
    private OutgoingMessage Ordered(string id, string key, string tenant = "t1") =>
        Message(id, tenant: tenant) with
        {
            Queue = "ordered",
            OrderingKey = key,
        };

    private async Task<string> ReceiveOrdered(List<ReceivedMessage>? into = null)
    {
        var messages = await Queue.Receive("ordered", 100, Minute, Ct);
        into?.AddRange(messages);
        return string.Join(' ', messages.Select(m => m.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Everything_that_a_message_says_of_itself_arrives()
    {
        var properties = new Dictionary<string, string>
        {
            ["kind"] = "invoice",
            ["place"] = "Zürich",
            ["empty"] = "",
        };
        await Queue.Send(Ordered("m1", "key") with { Properties = properties }, Ct);
        var message = Assert.Single(await Queue.Receive("ordered", 1, Minute, Ct));
        Assert.Equal("key", message.OrderingKey);
        Assert.Equal(properties, message.Properties);
        Assert.Equal(Clock.GetUtcNow(), message.EnqueuedAt);
        await Queue.Send(Ordered("m2", "key"), Ct);
        await Queue.Complete(message, Ct);
        Assert.True(
            Assert.Single(await Queue.Receive("ordered", 1, Minute, Ct)).SequenceNumber > message.SequenceNumber
        );
    }

    [Fact]
    public async Task A_message_carries_the_trace_that_sent_it()
    {
        using var activity = new Activity("send").SetIdFormat(ActivityIdFormat.W3C).Start();
        await Queue.Send(Message("m1"), Ct);
        Assert.Equal(activity.Id, (await ReceiveOne()).Properties["traceparent"]);
    }

    [Fact]
    public async Task The_later_of_delay_and_time_counts()
    {
        await Queue.Send(Message("m1", Minute) with { NotBefore = Clock.GetUtcNow() + (Minute * 2) }, Ct);
        await Queue.Send(Message("m2", Minute * 2) with { NotBefore = Clock.GetUtcNow() + Minute }, Ct);
        await Queue.Send(Message("m3") with { NotBefore = Clock.GetUtcNow() - Minute }, Ct);
        Assert.Equal("m3", await ReceiveIds());
        Clock.Advance(Minute);
        Assert.DoesNotContain("m1", await ReceiveIds());
        Clock.Advance(Minute);
        Assert.Contains("m1", await ReceiveIds());
    }

    [Fact]
    public async Task Many_are_sent_in_one_go_and_completed_in_one_go()
    {
        await Queue.Send(Message("m1"), Ct);
        var sent = await Queue.SendMany([Message("m0"), Message("m1"), Message("m2"), Message("m2")], Ct);
        Assert.Equal(TellsRepeats ? [true, false, true, false] : [true, true, true, true], sent);
        var messages = await Queue.Receive("work", 100, Minute, Ct);
        Assert.Equal(["m0", "m1", "m2"], messages.Select(m => m.Id).Order(StringComparer.Ordinal));
        await Queue.Complete(messages[1], Ct);
        Assert.Equal([true, false, true], await Queue.CompleteMany(messages, Ct));
        Clock.Advance(Minute);
        Assert.Equal("", await ReceiveIds());
    }

    [Fact]
    public async Task A_message_whose_time_is_over_goes_to_the_dead_letters()
    {
        await Queue.Send(Message("m1") with { TimeToLive = Minute }, Ct);
        await Queue.Send(Message("m2", Minute) with { TimeToLive = Minute }, Ct);
        Clock.Advance(Minute);
        Assert.Equal("m2", await ReceiveIds());
        var dead = Assert.Single(await DeadLetters());
        Assert.Equal(("m1", "TTLExpiredException", 0), (dead.Id, dead.Reason, dead.DeliveryCount));
    }

    [Fact]
    public async Task A_locked_message_outlives_its_time_until_its_lock_is_over()
    {
        await Queue.Send(Message("m1") with { TimeToLive = Minute / 2 }, Ct);
        await Queue.Send(Message("m2") with { TimeToLive = Minute / 2 }, Ct);
        var held = await Queue.Receive("work", 2, Minute, Ct);
        Clock.Advance(Minute / 2);
        Assert.True(await Queue.Complete(held[0], Ct));
        Assert.Empty(await DeadLetters());
        Clock.Advance(Minute / 2);
        Assert.Equal("", await ReceiveIds());
        Assert.Equal("m2", Assert.Single(await DeadLetters()).Id);
    }

    [Fact]
    public async Task A_message_that_would_be_over_before_it_came_back_is_given_up_at_once()
    {
        await Queue.Send(Message("m1") with { TimeToLive = Minute * 2 }, Ct);
        await Queue.Send(Message("m2") with { TimeToLive = Minute * 2 }, Ct);
        var held = (await Queue.Receive("work", 2, Minute, Ct)).ToDictionary(message => message.Id);
        Assert.True(await Queue.Abandon(held["m1"], Minute * 2, Ct));
        Assert.True(await Queue.Abandon(held["m2"], Minute, Ct));
        Assert.Equal("", await ReceiveIds());
        var dead = Assert.Single(await DeadLetters());
        Assert.Equal(("m1", "TTLExpiredException", 1), (dead.Id, dead.Reason, dead.DeliveryCount));
        Clock.Advance(Minute);
        Assert.Equal("m2", await ReceiveIds());
    }

    [Fact]
    public async Task Messages_of_a_key_come_one_after_the_other()
    {
        foreach (var id in new[] { "a1", "a2", "a3" })
        {
            await Queue.Send(Ordered(id, "a"), Ct);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await Queue.Send(Ordered("b1", "b"), Ct);
        var held = new List<ReceivedMessage>();
        Assert.Equal("a1 b1", await ReceiveOrdered(held));
        Assert.Equal("", await ReceiveOrdered());
        Assert.True(await Queue.Complete(held.Single(m => m.Id == "a1"), Ct));
        Assert.Equal("a2", await ReceiveOrdered(held));
        Assert.True(await Queue.DeadLetter(held.Single(m => m.Id == "a2"), "x", ct: Ct));
        Assert.Equal("a3", await ReceiveOrdered());
        Assert.Equal("", await ReceiveOrdered());
    }

    [Fact]
    public async Task What_is_given_back_or_lost_comes_again_before_the_next_of_its_key()
    {
        await Queue.Send(Ordered("a1", "a"), Ct);
        await Queue.Send(Ordered("a2", "a"), Ct);
        var held = new List<ReceivedMessage>();
        Assert.Equal("a1", await ReceiveOrdered(held));
        Assert.True(await Queue.Abandon(held[0], TimeSpan.Zero, Ct));
        Assert.Equal("a1", await ReceiveOrdered(held));
        Assert.Equal(2, held[1].DeliveryCount);
        Clock.Advance(Minute);
        Assert.False(await Queue.Complete(held[1], Ct));
        Assert.Equal("a1", await ReceiveOrdered(held));
        Assert.True(await Queue.Abandon(held[2], TimeSpan.FromSeconds(30), Ct));
        Assert.Equal("", await ReceiveOrdered());
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("a1", await ReceiveOrdered(held));
        Assert.True(await Queue.Complete(held[3], Ct));
        Assert.Equal("a2", await ReceiveOrdered());
    }

    [Fact]
    public async Task Tenants_do_not_hold_up_each_others_keys()
    {
        await Queue.Send(Ordered("m1", "same", "t1"), Ct);
        await Queue.Send(Ordered("m2", "same", "t2"), Ct);
        Assert.Equal("m1 m2", await ReceiveOrdered());
    }

    [Fact]
    public async Task A_message_without_a_key_waits_for_nobody_in_an_ordered_queue()
    {
        await Queue.Send(Ordered("a1", "a"), Ct);
        await Queue.Send(Message("free1") with { Queue = "ordered" }, Ct);
        await Queue.Send(Message("free2") with { Queue = "ordered" }, Ct);
        Assert.Equal("a1 free1 free2", await ReceiveOrdered());
    }

    [Fact]
    public async Task Waiting_ends_when_the_one_before_is_settled()
    {
        await Queue.Send(Ordered("a1", "a"), Ct);
        await Queue.Send(Ordered("a2", "a"), Ct);
        var held = new List<ReceivedMessage>();
        await ReceiveOrdered(held);
        var wait = Queue.WaitForMessage("ordered", Ct);
        Assert.False(wait.IsCompleted);
        await Queue.Complete(held[0], Ct);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Equal("a2", await ReceiveOrdered());
    }

    [Fact]
    public async Task A_queue_gives_up_after_the_deliveries_that_it_was_declared_with()
    {
        await Queue.Send(Message("m1") with { Queue = "impatient" }, Ct);
        for (var i = 1; i <= 2; i++)
        {
            var message = Assert.Single(await Queue.Receive("impatient", 1, TimeSpan.FromSeconds(10), Ct));
            Assert.Equal(i, message.DeliveryCount);
            await Queue.Abandon(message, i == 1 ? Minute : TimeSpan.Zero, Ct);
            Clock.Advance(Minute);
        }
        Assert.Empty(await Queue.Receive("impatient", 1, TimeSpan.FromSeconds(10), Ct));
        Assert.Equal(2, Assert.Single((await Queue.PeekDeadLetters("impatient", new(), Ct)).Items).DeliveryCount);
    }

    [Fact]
    public async Task A_queue_recognises_repeats_for_the_window_that_it_was_declared_with()
    {
        var message = Message("m1") with { Queue = "impatient" };
        await Queue.Send(message, Ct);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await Queue.Send(message, Ct));
        Assert.Equal(2, (await Queue.Receive("impatient", 10, TimeSpan.FromSeconds(10), Ct)).Count);
    }

    [Fact]
    public async Task Who_peeks_sees_what_is_due_locked_or_scheduled_and_changes_nothing()
    {
        await Queue.Send(Message("held"), Ct);
        await ReceiveOne();
        await Queue.Send(Message("due") with { Properties = new Dictionary<string, string> { ["a"] = "b" } }, Ct);
        await Queue.Send(Message("later", Minute * 60), Ct);
        for (var i = 0; i < 2; i++)
        {
            var items = (await Queue.Peek("work", new(), Ct)).Items.ToDictionary(m => m.Id);
            Assert.Equal(3, items.Count);
            Assert.Equal(MessageState.Active, items["held"].State);
            Assert.Equal(1, items["held"].DeliveryCount);
            Assert.Equal((MessageState.Active, 0), (items["due"].State, items["due"].DeliveryCount));
            Assert.Equal("b", items["due"].Properties["a"]);
            Assert.Equal(MessageState.Scheduled, items["later"].State);
            Assert.Equal(Clock.GetUtcNow() + (Minute * 60), items["later"].EnqueuedAt);
        }
        Assert.Equal("due", await ReceiveIds());
    }

    [Fact]
    public async Task Peeking_goes_by_pages_and_by_tenant()
    {
        for (var i = 0; i < 7; i++)
        {
            await Queue.Send(Message($"m{i}", tenant: i % 2 == 0 ? "t1" : "t2"), Ct);
        }
        var seen = new List<string>();
        long? after = null;
        do
        {
            var page = await Queue.Peek("work", new("t1", 3, after), Ct);
            seen.AddRange(page.Items.Select(m => m.Id));
            after = page.Next;
        } while (after is not null);
        Assert.Equal(["m0", "m2", "m4", "m6"], seen);
        Assert.Empty((await Queue.Peek("work", new("nobody"), Ct)).Items);
    }

    [Fact]
    public async Task Dead_letters_go_by_pages_and_by_tenant()
    {
        for (var i = 0; i < 7; i++)
        {
            await Queue.Send(Message($"m{i}", tenant: i % 2 == 0 ? "t1" : "t2"), Ct);
            await Queue.DeadLetter(await ReceiveOne(), "why", "at length", Ct);
        }
        var seen = new List<string>();
        long? after = null;
        do
        {
            var page = await Queue.PeekDeadLetters("work", new("t1", 3, after), Ct);
            seen.AddRange(page.Items.Select(m => m.Id));
            Assert.All(
                page.Items,
                m => Assert.Equal(("t1", "why", "at length"), (m.TenantId, m.Reason, m.Description))
            );
            after = page.Next;
        } while (after is not null);
        Assert.Equal(["m0", "m2", "m4", "m6"], seen);
    }

    [Fact]
    public async Task A_tenant_replays_and_deletes_its_own_dead_letters_alone()
    {
        foreach (var (id, tenant) in new[] { ("m1", "t1"), ("m2", "t1"), ("m1", "t2"), ("m3", "t1") })
        {
            await Queue.Send(Message(id, tenant: tenant), Ct);
            await Queue.DeadLetter(await ReceiveOne(), "x", ct: Ct);
        }
        Assert.False(await Queue.DeleteDeadLetter("work", "t2", "m2", Ct));
        Assert.False(await Queue.Replay("work", "t2", "m2", Ct));
        Assert.True(await Queue.DeleteDeadLetter("work", "t1", "m3", Ct));
        Assert.False(await Queue.DeleteDeadLetter("work", "t1", "m3", Ct));
        Assert.Equal(2, await Queue.ReplayAll("work", "t1", Ct));
        Assert.Equal(0, await Queue.ReplayAll("work", "t1", Ct));
        Assert.Equal("t2", Assert.Single(await DeadLetters()).TenantId);
        Assert.Equal("m1 m2", await ReceiveIds());
    }

    [Fact]
    public async Task A_replayed_message_keeps_what_it_said_of_itself_and_can_be_given_up_and_replayed_again()
    {
        await Queue.Send(Ordered("a1", "a") with { Properties = new Dictionary<string, string> { ["k"] = "v" } }, Ct);
        for (var i = 0; i < 3; i++)
        {
            var message = Assert.Single(await Queue.Receive("ordered", 1, Minute, Ct));
            Assert.Equal(("a1", "a", 1), (message.Id, message.OrderingKey, message.DeliveryCount));
            Assert.Equal("v", message.Properties["k"]);
            Assert.True(await Queue.DeadLetter(message, "x", ct: Ct));
            Assert.True(await Queue.Replay("ordered", "t1", "a1", Ct));
        }
    }

    [Fact]
    public async Task What_Service_Bus_would_not_take_is_refused()
    {
        var big = new byte[MessageLimits.ContentBytes + 1];
        OutgoingMessage[] bad =
        [
            Message(new string('i', 129)),
            Message("m1") with
            {
                Body = big,
            },
            Message("m1") with
            {
                OrderingKey = "a",
            },
            Ordered("m1", ""),
            Ordered("m1", new string('k', 129)),
            Message("m1") with
            {
                TimeToLive = TimeSpan.Zero,
            },
            Message("m1") with
            {
                TimeToLive = TimeSpan.FromDays(50),
            },
            Message("m1") with
            {
                TenantId = "",
            },
            With("", "x"),
            With("a b", "x"),
            With("tenant", "t2"),
            With("big", new string('x', MessageLimits.PropertyBytes)),
        ];
        foreach (var message in bad)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Queue.Send(message, Ct));
            await Assert.ThrowsAsync<ArgumentException>(() => Queue.SendMany([Message("good"), message], Ct));
        }
        Assert.Equal("", await ReceiveIds());
        Assert.True(await Queue.Send(Message(new string('i', 128)) with { Body = big.AsMemory(1) }, Ct));
        Assert.Equal(big.Length - 1, (await ReceiveOne()).Body.Length);

        static OutgoingMessage With(string name, string value) =>
            Message("m1") with
            {
                Properties = new Dictionary<string, string> { [name] = value },
            };
    }

    [Fact]
    public async Task A_reason_has_a_length()
    {
        await Queue.Send(Message("m1"), Ct);
        var message = await ReceiveOne();
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.DeadLetter(message, "", ct: Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.DeadLetter(message, new string('r', 4097), ct: Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.DeadLetter(message, "r", new string('d', 4097), Ct));
        Assert.True(await Queue.DeadLetter(message, new string('r', 4096), new string('d', 4096), Ct));
    }
}
