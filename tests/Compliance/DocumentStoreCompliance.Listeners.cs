using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    [Fact]
    public async Task Waiting_ends_with_the_next_change_of_the_collection()
    {
        var ct = TestContext.Current.CancellationToken;
        var start = await Store.ReadChanges("invoices", null, 10, ct);
        var waiting = Store.WaitForChange("invoices", start.Cursor, ct);
        await Store.Create("payments/p1", "{}");
        await Stores.ForTenant("t2").Create("invoices/i1", "{}");
        await Store.Delete("invoices/none", ct: ct);
        Assert.Empty((await Store.ReadChanges("invoices", start.Cursor, 10, ct)).Changes);
        await Store.Create("invoices/i1", "{}");
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), ct);
        // At once where there is something.
        await Store.WaitForChange("invoices", start.Cursor, ct);
        await Store.WaitForChange("invoices", null, ct);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled_and_a_foreign_cursor_is_refused()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Store.WaitForChange("invoices", null, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Store.Create("invoices/i1", "{}");
        var ct = TestContext.Current.CancellationToken;
        var cursor = (await Store.ReadChanges("invoices", null, 1, ct)).Cursor;
        await Assert.ThrowsAsync<ArgumentException>(() => Stores.ForTenant("t2").WaitForChange("invoices", cursor, ct));
    }

    [Fact]
    public async Task A_thousand_listeners_see_every_change_of_many_writers_in_order()
    {
        var ct = TestContext.Current.CancellationToken;
        const int writers = 8;
        const int each = 10;
        // Made before all of the pool's threads may wait for its making.
        var store = Store;
        async Task<int> Follow(int listener)
        {
            var seen = new List<string>();
            var collection = listener % 2 == 0 ? "even" : "odd";
            await foreach (var page in store.Listen(collection, null, ct))
            {
                seen.AddRange(page.Changes.Select(change => change.Document.Path.Id));
                if (seen.Count == writers * each)
                {
                    break;
                }
            }
            for (var writer = 0; writer < writers; writer++)
            {
                var mine = seen.Where(id => id.StartsWith($"{writer}-", StringComparison.Ordinal));
                Assert.Equal(Enumerable.Range(0, each).Select(i => $"{writer}-{i}"), mine);
            }
            return seen.Count;
        }
        var listeners = Enumerable.Range(0, 1000).Select(i => Task.Run(() => Follow(i), ct)).ToArray();
        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(writer =>
                    Task.Run(
                        async () =>
                        {
                            for (var i = 0; i < each; i++)
                            {
                                await store.Create($"even/{writer}-{i}", "{}");
                                await store.Create($"odd/{writer}-{i}", "{}");
                            }
                        },
                        ct
                    )
                )
        );
        Assert.All(await Task.WhenAll(listeners), count => Assert.Equal(writers * each, count));
    }

    [Fact]
    public async Task A_listener_goes_on_where_it_was_after_a_restart()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Create("invoices/a", "{}");
        string? cursor = null;
        await foreach (var page in Store.Listen("invoices", null, ct))
        {
            cursor = page.Cursor;
            break;
        }
        await Store.Create("invoices/b", "{}");
        await Reopen();
        await foreach (var page in Store.Listen("invoices", cursor, ct))
        {
            Assert.Equal("b", Assert.Single(page.Changes).Document.Path.Id);
            break;
        }
    }

    [Fact]
    public async Task A_listener_is_told_of_expiry()
    {
        var ct = TestContext.Current.CancellationToken;
        await CreateFor(Minute, "a");
        var cursor = (await Store.ReadChanges("expiring", null, 10, ct)).Cursor;
        var next = Task.Run(
            async () =>
            {
                await foreach (var page in Store.Listen("expiring", cursor, ct))
                {
                    return page.Changes;
                }
                return [];
            },
            ct
        );
        Clock.Advance(Minute);
        await KeepHouse();
        var change = Assert.Single(await next.WaitAsync(TimeSpan.FromSeconds(30), ct));
        Assert.Equal((ChangeKind.Deleted, "a"), (change.Kind, change.Document.Path.Id));
    }
}
