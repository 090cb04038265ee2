using System.Diagnostics;
using System.Text.Json;
using CsCheck;
using IntegrationFunctions.Banking.Reconciliation;

namespace IntegrationFunctions.Tests.Unit.Reconciliation;

public sealed class ReconcilerProperties(ITestOutputHelper output)
{
    private static readonly Gen<Scenario> Scenarios = Gen.Select(
        Gen.Int[0, 1_000_000],
        Gen.Int[1, 120],
        (seed, size) => new Scenario(seed, size)
    );

    [Fact]
    public void Every_line_is_reconciled_or_open_and_the_sums_tie() =>
        Scenarios.Sample(
            s =>
            {
                var plan = Reconciler.Match(s.Lines, s.Invoices);
                Assert.Equal(
                    s.Lines.Select(l => l.Id).Order(),
                    plan.Matches.Select(m => m.Line.Id).Concat(plan.Open.Select(o => o.Line.Id)).Order()
                );
                Assert.Equal(
                    s.Lines.Sum(l => l.SignedAmount),
                    plan.Matches.Sum(m => m.Line.SignedAmount) + plan.Open.Sum(o => o.Line.SignedAmount)
                );
                var amounts = s.Invoices.ToDictionary(i => i.Key, i => i.Invoice);
                Assert.All(
                    plan.Matches,
                    m =>
                    {
                        Assert.Equal(m.Line.Amount, m.InvoiceKeys.Sum(k => amounts[k].Amount));
                        Assert.All(m.InvoiceKeys, k => Assert.Equal(m.Line.Currency, amounts[k].Currency));
                    }
                );
            },
            iter: 300
        );

    [Fact]
    public void No_invoice_is_paid_twice() =>
        Scenarios.Sample(
            s =>
            {
                var keys = Reconciler.Match(s.Lines, s.Invoices).Matches.SelectMany(m => m.InvoiceKeys).ToList();
                Assert.Equal(keys.Count, keys.Distinct().Count());
            },
            iter: 300
        );

    [Fact]
    public void The_order_of_the_input_does_not_matter() =>
        Gen.Select(Scenarios, Gen.Int)
            .Sample(
                (s, seed) =>
                {
                    var random = new Random(seed);
                    var plan = Reconciler.Match(s.Lines, s.Invoices);
                    var shuffled = Reconciler.Match(
                        [.. s.Lines.OrderBy(_ => random.Next())],
                        [.. s.Invoices.OrderBy(_ => random.Next())]
                    );
                    Assert.Equal(JsonSerializer.Serialize(plan), JsonSerializer.Serialize(shuffled));
                },
                iter: 200
            );

    [Fact]
    public void What_is_accepted_is_true_and_most_of_what_is_true_is_accepted()
    {
        int accepted = 0,
            wrong = 0,
            truth = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var s = new Scenario(seed, 400);
            var plan = Reconciler.Match(s.Lines, s.Invoices);
            foreach (var match in plan.Matches)
            {
                accepted++;
                if (!s.Truth.TryGetValue(match.Line.Id, out var keys) || !keys.Order().SequenceEqual(match.InvoiceKeys))
                {
                    wrong++;
                    output.WriteLine(
                        $"seed {seed}: {JsonSerializer.Serialize(match)}; truth {string.Join(',', keys ?? [])}"
                    );
                }
            }
            truth += s.Truth.Count;
        }
        output.WriteLine(
            $"accepted {accepted}, wrong {wrong}, payable {truth}, recall {(accepted - wrong) / (double)truth:P1}"
        );
        Assert.Equal(0, wrong);
        Assert.True(accepted > truth * 0.85, $"{accepted} of {truth}");
    }

    [Fact]
    public void Time_grows_with_the_input_also_where_all_amounts_and_names_are_the_same()
    {
        // 20,000 lines times 20,000 invoices would be 400 million comparisons.
        var lines = Enumerable
            .Range(1, 20_000)
            .Select(i => Make.Credit($"{i:D7}", 9.99m, name: "Hafenkante Handel"))
            .ToList();
        var invoices = Enumerable
            .Range(1, 20_000)
            .Select(i => Make.Receivable($"{i:D6}", 9.99m, partner: "Hafenkante Handel"))
            .ToList();
        var watch = Stopwatch.StartNew();
        var plan = Reconciler.Match(lines, invoices);
        output.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.Empty(plan.Matches);
        Assert.All(plan.Open, o => Assert.Equal(ReasonCodes.SeveralCandidates, o.ReasonCode));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }
}
