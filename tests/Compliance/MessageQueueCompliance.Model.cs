using CsCheck;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Tests.Compliance;

// Any sequence of operations, beside a model in memory.
public abstract partial class MessageQueueCompliance
{
    /// <summary>How many sequences are tried.</summary>
    protected virtual int Sequences => 30;

    private sealed class ModelMessage(string id, DateTimeOffset due, DateTimeOffset? expires)
    {
        public string Id => id;
        public DateTimeOffset Due { get; set; } = due;
        public DateTimeOffset? Expires => expires;
        public int Deliveries { get; set; }
        public ReceivedMessage? Held { get; set; }
        public bool Locked { get; set; }
        public bool Dead { get; set; }
        public bool Gone { get; set; }
    }

    [Fact]
    public async Task Any_sequence_of_operations_ends_as_in_a_model()
    {
        var operations = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 5]).List[5, 25];
        var round = 0;
        // One after the other: the clock is everybody's.
        await operations.SampleAsync(list => Follow(list, round++), iter: Sequences, threads: 1);
    }

    private async Task<bool> Follow(List<(int Verb, int Which)> operations, int round)
    {
        var tenant = $"model{round}";
        var all = new List<ModelMessage>();
        foreach (var (verb, which) in operations)
        {
            var held = all.Where(m => m.Held is not null && !m.Gone).ToArray();
            var one = held.Length > 0 ? held[which % held.Length] : null;
            switch (verb)
            {
                case 0 or 1:
                    var message = Message($"m{round}-{all.Count}", Minute * (which % 3), tenant) with
                    {
                        TimeToLive = which == 5 ? Minute : null,
                    };
                    await Queue.Send(message, Ct);
                    var due = Clock.GetUtcNow() + message.Delay;
                    all.Add(new(message.Id, due, due + message.TimeToLive));
                    break;
                case 2 or 3:
                    await ReceiveAsModel(all);
                    break;
                case 4 when one is not null:
                    var holds = Holds(one);
                    Assert.Equal(holds, await Queue.Complete(one.Held!, Ct));
                    one.Gone = holds;
                    one.Held = null;
                    break;
                case 5 when one is not null:
                    holds = Holds(one);
                    Assert.Equal(holds, await Queue.Abandon(one.Held!, Minute * which, Ct));
                    one.Due = holds ? Clock.GetUtcNow() + (Minute * which) : one.Due;
                    one.Locked &= !holds;
                    one.Dead = holds && (one.Deliveries >= MaxDeliveries || one.Expires <= one.Due);
                    one.Held = null;
                    break;
                case 6 when one is not null:
                    holds = Holds(one);
                    Assert.Equal(holds, await Queue.DeadLetter(one.Held!, "x", ct: Ct));
                    one.Dead = holds;
                    one.Held = null;
                    break;
                default:
                    Clock.Advance(Minute / 2);
                    break;
            }
        }
        await ReceiveAsModel(all);
        var dead = (await Queue.PeekDeadLetters("work", new(tenant), Ct)).Items.Select(m => m.Id);
        Assert.Equal(all.Where(m => m.Dead).Select(m => m.Id).Order(), dead.Order());
        // Leave the queue empty for the next sequence.
        Clock.Advance(Minute * 10);
        await Queue.CompleteMany([.. await Queue.Receive("work", 1000, Minute, Ct), .. Nobody()], Ct);
        return true;
    }

    // A list that is not empty even where nothing is left; its token is nobody's.
    private static ReceivedMessage[] Nobody() => [new("work", "none", "t1", default, 1, "", default)];

    private bool Holds(ModelMessage message) => message.Due > Clock.GetUtcNow();

    private async Task ReceiveAsModel(List<ModelMessage> all)
    {
        var now = Clock.GetUtcNow();
        var due = all.Where(m => !m.Gone && !m.Dead && m.Due <= now).ToArray();
        // What nobody holds ends with its time, even where it was to come back later.
        foreach (var expired in all.Where(m => !m.Gone && m.Expires <= now && (m.Due <= now || !m.Locked)).ToArray())
        {
            expired.Dead = true;
        }
        var received = (await Queue.Receive("work", 1000, Minute, Ct)).ToDictionary(m => m.Id);
        Assert.Equal(due.Where(m => !m.Dead).Select(m => m.Id).Order(), received.Keys.Order());
        foreach (var message in due.Where(m => !m.Dead))
        {
            message.Held = received[message.Id];
            message.Locked = true;
            message.Deliveries++;
            message.Due = now + Minute;
            Assert.Equal(message.Deliveries, message.Held.DeliveryCount);
        }
    }
}
