using CsCheck;
using IntegrationFunctions.Platform.Buckets;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Platform.Buckets;

public sealed class LeasedBucketTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly SqliteStorageFixture _storage;
    private int _names;

    public LeasedBucketTests() =>
        _storage = new(_clock, declare: services => services.AddDocumentGroup(new("buckets")));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Whatever_processes_spend_give_back_and_lose_no_span_of_time_sees_more_than_the_bucket()
    {
        // What a process does: spends some tokens, gives back what it holds, or is killed and started again; or time goes by.
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[-6, 9]);
        await Gen.Select(Gen.Int[1, 60], Gen.Double[0.5, 40], Gen.Int[1, 8], step.Array[20, 80])
            .SampleAsync(
                async (capacity, refill, life, steps) =>
                {
                    var size = new BucketSize(capacity, refill) { LeaseLife = TimeSpan.FromSeconds(life) };
                    var path = $"buckets/b{Interlocked.Increment(ref _names)}";
                    var processes = Enumerable.Range(0, 3).Select(_ => Process(path)).ToArray();
                    var granted = new List<(DateTimeOffset At, int Tokens)>();
                    foreach (var (process, what) in steps)
                    {
                        switch (what)
                        {
                            case -1:
                                await processes[process].GiveBack(size, Ct);
                                break;
                            case -2:
                                processes[process] = Process(path);
                                break;
                            case < 0:
                                _clock.Advance(TimeSpan.FromMilliseconds(-150 * what * (process + 1)));
                                break;
                            default:
                                var tokens = what < 6 ? 1 : what - 4;
                                if (await processes[process].Spend(size, tokens, Ct) == TimeSpan.Zero)
                                {
                                    granted.Add((_clock.GetUtcNow(), tokens));
                                }
                                break;
                        }
                    }
                    for (var i = 0; i < granted.Count; i++)
                    {
                        var sum = 0;
                        for (var j = i; j < granted.Count; j++)
                        {
                            sum += granted[j].Tokens;
                            var most = capacity + (refill * (granted[j].At - granted[i].At).TotalSeconds);
                            Assert.True(sum <= most + 1e-6, $"{sum} tokens where {most} are allowed.");
                        }
                    }
                },
                iter: 80,
                threads: 1
            );
    }

    [Fact]
    public async Task What_others_have_struck_off_does_not_come_back_a_second_time()
    {
        var size = new BucketSize(20, 10) { LeaseLife = TimeSpan.FromSeconds(1) };
        var (slow, busy) = (Process("buckets/late"), Process("buckets/late"));
        for (var i = 0; i < 2; i++)
        {
            // Asks twice within a lease's life, so that it holds one more.
            Assert.Equal(TimeSpan.Zero, await slow.Spend(size, 1, Ct));
        }
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.Zero, await busy.Spend(size, 1, Ct));
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.Zero, await busy.Spend(size, 20, Ct));

        await slow.GiveBack(size, Ct);

        Assert.NotEqual(TimeSpan.Zero, await slow.Spend(size, 1, Ct));
        Assert.Equal(20, await busy.Taken(size, Ct));
    }

    [Fact]
    public async Task A_quota_gets_back_what_is_left_of_a_lease_that_is_long_over()
    {
        var size = new BucketSize(20, 0) { LeaseLife = TimeSpan.FromSeconds(1) };
        var (slow, busy) = (Process("buckets/lateQuota"), Process("buckets/lateQuota"));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(TimeSpan.Zero, await slow.Spend(size, 1, Ct));
        }
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.Zero, await busy.Spend(size, 1, Ct));

        await slow.GiveBack(size, Ct);

        Assert.Equal(3, await busy.Taken(size, Ct));
    }

    [Fact]
    public async Task A_quota_is_spent_to_the_last_token_by_processes_that_stop_in_good_order()
    {
        var size = new BucketSize(500, 0) { LeaseLife = TimeSpan.FromMinutes(1), LargestLease = 20 };
        var spent = 0;
        for (var start = 0; spent < 500 && start < 100; start++)
        {
            var process = Process("buckets/quota");
            for (var i = 0; i < 13 && await process.Spend(size, 1, Ct) == TimeSpan.Zero; i++)
            {
                spent++;
            }
            await process.GiveBack(size, Ct);
        }
        var last = Process("buckets/quota");
        Assert.Equal(500, spent);
        Assert.Equal(TimeSpan.MaxValue, await last.Spend(size, 1, Ct));
        Assert.Equal(500, await last.Taken(size, Ct));
        Assert.Equal(0, last.Remaining(size, _clock.GetUtcNow().UtcTicks));
    }

    [Fact]
    public async Task Whoever_spends_steadily_asks_the_store_seldom()
    {
        var size = new BucketSize(10_000, 1_000) { LeaseLife = TimeSpan.FromSeconds(10) };
        var commits = 0;
        var store = new CountingStore(_storage.Get<IDocumentStores>().ForTenant("ten_a"), () => commits++);
        var bucket = new LeasedBucket(store, "buckets/steady", "prc_1", _clock);
        for (var i = 0; i < 8_000; i++)
        {
            Assert.Equal(TimeSpan.Zero, await bucket.Spend(size, 1, Ct));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.InRange(commits, 1, 20);
    }

    [Fact]
    public async Task At_once_from_many_threads_it_gives_no_token_twice()
    {
        var size = new BucketSize(1_000, 0) { LeaseLife = TimeSpan.FromMinutes(1) };
        LeasedBucket[] processes = [Process("buckets/threads"), Process("buckets/threads")];
        var spent = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 3_000),
            Ct,
            async (i, ct) =>
            {
                if (await processes[i % 2].Spend(size, 1, ct) == TimeSpan.Zero)
                {
                    Interlocked.Increment(ref spent);
                }
            }
        );
        Assert.InRange(spent, 750, 1_000);
    }

    private LeasedBucket Process(string path) =>
        new(
            _storage.Get<IDocumentStores>().ForTenant("ten_a"),
            path,
            $"prc_{Interlocked.Increment(ref _names)}",
            _clock
        );

    private sealed class CountingStore(IDocumentStore inner, Action committed) : ForwardingStore(inner)
    {
        public override Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default)
        {
            committed();
            return base.Commit(batch, ct);
        }
    }
}
