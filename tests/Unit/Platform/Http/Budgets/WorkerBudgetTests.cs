using CsCheck;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http.Budgets;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Platform.Http.Budgets;

public sealed class WorkerBudgetTests : IAsyncDisposable
{
    private static readonly Uri System = new("https://api.example.com/");

    private readonly ManualTimeProvider _clock = new();
    private readonly SqliteStorageFixture _storage;

    public WorkerBudgetTests() =>
        _storage = new(_clock, declare: services => services.AddDocumentGroup(new(RateBudgets.Group)));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Over_all_workers_no_span_of_time_sees_more_than_capacity_and_refill()
    {
        // A worker's number asks for a token there; what is negative lets that many steps of 25 ms go by.
        var step = Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[-40, -1]);
        var sequence = 0;
        await Gen.Select(Gen.Int[1, 20], Gen.Double[0.5, 40], step.Array[10, 60])
            .SampleAsync(
                async (capacity, refill, steps) =>
                {
                    var tenant = $"ten_{Interlocked.Increment(ref sequence)}";
                    var budget = new RateBudget(capacity, refill);
                    var workers = Enumerable.Range(0, 4).Select(_ => Process()).ToArray();
                    var granted = new List<DateTimeOffset>();
                    foreach (var s in steps)
                    {
                        if (s < 0)
                        {
                            _clock.Advance(TimeSpan.FromMilliseconds(-25 * s));
                        }
                        else if (await TryTake(workers[s].For(tenant, System), budget))
                        {
                            granted.Add(_clock.GetUtcNow());
                        }
                    }
                    for (var i = 0; i < granted.Count; i++)
                    {
                        for (var j = i; j < granted.Count; j++)
                        {
                            var most = capacity + refill * (granted[j] - granted[i]).TotalSeconds;
                            Assert.True(j - i + 1 <= most + 1e-6, $"{j - i + 1} requests where {most} are allowed.");
                        }
                    }
                    // Nor is it ever stuck.
                    _clock.Advance(TimeSpan.FromSeconds(1 / refill + 0.01));
                    Assert.True(await TryTake(workers[0].For(tenant, System), budget));
                },
                iter: 60,
                threads: 1
            );
    }

    [Fact]
    public async Task Who_waits_longer_is_served_first()
    {
        var budget = new RateBudget(1, 1);
        var worker = Process().For("ten_a", System);
        await worker.Take(budget, TimeSpan.Zero, Ct);
        var order = new List<int>();
        var waiting = Enumerable.Range(0, 3).Select(Waiter).ToArray();
        while (!Task.WhenAll(waiting).IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
        await Task.WhenAll(waiting);
        Assert.Equal([0, 1, 2], order);

        async Task Waiter(int number)
        {
            await worker.Take(budget, TimeSpan.FromDays(1), Ct);
            lock (order)
            {
                order.Add(number);
            }
        }
    }

    [Fact]
    public async Task Patience_that_is_asked_of_one_worker_is_shown_by_all_and_by_no_other_tenant()
    {
        var budget = new RateBudget(10, 10);
        var (one, two) = (Process(), Process());
        await one.For("ten_a", System).Hold(budget, TimeSpan.FromSeconds(30), Ct);

        var refused = await Assert.ThrowsAsync<BudgetExhaustedException>(() =>
            two.For("ten_a", System).Take(budget, TimeSpan.FromSeconds(15), Ct)
        );
        Assert.Equal(TimeSpan.FromSeconds(30), refused.RetryAfter);
        Assert.True(await TryTake(two.For("ten_b", System), budget));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await TryTake(two.For("ten_a", System), budget));
    }

    private RateBudgets Process() => new(_storage.Get<IDocumentStores>(), _clock);

    private static async Task<bool> TryTake(WorkerBudget worker, RateBudget budget)
    {
        try
        {
            await worker.Take(budget, TimeSpan.Zero, Ct);
            return true;
        }
        catch (BudgetExhaustedException)
        {
            return false;
        }
    }
}
