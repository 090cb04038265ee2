using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Tests.Support;
using static IntegrationFunctions.Tests.Unit.Payments.PaymentFixture;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>Banks and ERPs that lose requests and answers, and kills at any commit: one payment is executed, one document posted.</summary>
public sealed class FaultScheduleTests
{
    public static TheoryData<int> Rounds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Exactly_one_payment_is_executed_and_one_document_posted(int round)
    {
        for (var seed = round * 10; seed < (round + 1) * 10; seed++)
        {
            await Play(seed);
        }
    }

    private static async Task Play(int seed)
    {
        var random = new Random(seed);
        using var world = new PaymentFixture().WithInvoices(3);
        var approved = await world.Approved();
        var budget = 25;
        // Late requests come in up to the moment at which "never received" begins to be believed.
        var late = TimeSpan.FromSeconds(random.Next(1, (int)new PaymentOptions().ResendAfter.TotalSeconds));
        (world.BankFake.Late, world.ErpFake.Late) = (late, late);
        world.BankFake.NextFault = world.ErpFake.NextFault = _ =>
            random.Next(3) > 0 && budget-- > 0 ? (Fault)random.Next(Enum.GetValues<Fault>().Length) : Fault.None;
        world.Stores.OnCommit = _ =>
        {
            if (random.Next(8) == 0 && budget-- > 0)
            {
                throw new KilledException();
            }
        };
        var run = new InlineRun(world)
        {
            Restart = TimeSpan.FromMilliseconds(random.Next(1, 200_000)),
            Duplicate = () => random.Next(6) == 0,
        };

        var result = await run.Pay(approved.Id);
        world.Clock.Advance(TimeSpan.FromHours(1));

        Assert.True(result!.Status == "posted", $"seed {seed}: {result}");
        Assert.True(
            world.BankFake.Executions(approved.MessageId) == 1,
            $"seed {seed}: executed {world.BankFake.Executions(approved.MessageId)} times"
        );
        Assert.True(
            world.ErpFake.Documents.Count == 1,
            $"seed {seed}: posted {world.ErpFake.Documents.Count} documents"
        );
        Assert.All(world.BankFake.Sends, s => Assert.Equal(world.BankFake.Sends[0].Bytes, s.Bytes));
    }

    [Fact]
    public async Task No_invoice_is_in_two_living_payments_whoever_is_killed_wherever()
    {
        var contested = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var gate = new Lock();
            int Draw(int below)
            {
                lock (gate)
                {
                    return random.Next(below);
                }
            }
            using var world = new PaymentFixture().WithInvoices(12);
            world.Stores.OnCommit = _ =>
            {
                if (Draw(10) == 0)
                {
                    throw new KilledException();
                }
            };
            for (var wave = 0; wave < 4; wave++)
            {
                await Task.WhenAll(
                    Enumerable
                        .Range(0, 4)
                        .Select(i => (Key: $"k{Draw(6)}", Lines: 1 + Draw(8)))
                        .Select(p => Attempt(() => world.Propose(p.Key, Request() with { MaxLines = p.Lines })))
                );
                foreach (var payment in Living(world).Where(_ => Draw(3) == 0).ToList())
                {
                    await Attempt(() =>
                        Draw(2) == 0
                            ? world.Cancel(Anna, payment.Id)
                            : world.Edit(Anna, payment.Id, new([payment.Lines[0].LineId]), payment.Version)
                    );
                }
                world.Clock.Advance(TimeSpan.FromMinutes(Draw(20)));
                var held = Living(world).SelectMany(p => p.Lines.Select(l => l.InvoiceKey)).ToList();
                Assert.True(held.Count == held.Distinct().Count(), $"seed {seed}: {string.Join(", ", held.Order())}");
                contested += Living(world).Count() > 1 ? 1 : 0;
            }
        }
        Assert.True(contested > 40, $"only {contested} waves had several living payments");
    }

    private static IEnumerable<Payment> Living(PaymentFixture world) =>
        world
            .Stores.All(Tenant, "payments")
            .Select(d => d.As(PaymentJson.Default.Payment))
            .Where(p => !PaymentRules.IsDead(p));

    private static async Task Attempt<T>(Func<Task<T>> act)
    {
        try
        {
            await act();
        }
        catch (KilledException)
        {
            // The caller may repeat it or never come back.
        }
    }
}
