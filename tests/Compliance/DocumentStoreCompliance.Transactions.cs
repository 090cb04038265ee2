using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Transactions;

namespace IntegrationFunctions.Tests.Compliance;

public abstract partial class DocumentStoreCompliance
{
    private static readonly TransactionOptions Eager = new() { Delay = TimeSpan.Zero, Attempts = 1000 };

    private static int Number(Document document, string field = "n") =>
        Json.Of(document.Text()).GetProperty(field).GetInt32();

    [Fact]
    public async Task Transfers_between_accounts_keep_the_sum()
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var id in "abcd")
        {
            await Store.Set($"accounts/{id}", """{"n":100}""");
        }
        async Task Transfer(int i)
        {
            var (from, to) = ("abcd"[i % 4].ToString(), "abcd"[(i + 1 + (i % 3)) % 4].ToString());
            await Store.Transact(
                "accounts",
                async (tx, token) =>
                {
                    var source = (await tx.Get(from, token))!;
                    var target = (await tx.Get(to, token))!;
                    tx.Set(from, Json.Of($$"""{"n":{{Number(source) - 1}}}"""), Json.Type);
                    tx.Update(to, new DocumentUpdate().Set("n", Number(target) + 1));
                },
                Eager,
                ct
            );
        }
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => Transfer(i), ct)));
        var all = await Store.GetMany("accounts", ["a", "b", "c", "d"], ct);
        Assert.Equal(400, all.Sum(document => Number(document!)));
    }

    [Fact]
    public async Task What_was_only_read_must_not_change_either()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Set("accounts/limit", """{"n":1}""");
        var runs = 0;
        var transaction = Store.Transact(
            "accounts",
            async (tx, token) =>
            {
                var limit = await tx.Get("limit", token);
                Assert.Null(await tx.Get("none", token));
                // Another document each time: one that was there, and one that wasn't.
                await Store.Set(++runs == 1 ? "accounts/limit" : "accounts/none", "{}");
                tx.Set("x", Json.Of(limit!.Text()), Json.Type);
            },
            Eager with
            {
                Attempts = 2,
            },
            ct
        );
        var error = await Assert.ThrowsAsync<DocumentContentionException>(() => transaction);
        Assert.Equal(("accounts/none", 2), (error.Document.Value, error.Attempts));
        Assert.Contains("accounts/none", error.Message, StringComparison.Ordinal);
        Assert.Null(await Store.Get("accounts/x", ct));
    }

    [Fact]
    public async Task The_documents_of_a_query_are_demanded_too()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Set("accounts/a", """{"n":1}""");
        await Store.Set("accounts/b", """{"n":2}""");
        var runs = 0;
        var sum = await Store.Transact(
            "accounts",
            async (tx, token) =>
            {
                var page = await tx.Query(new DocumentQuery("accounts"), token);
                if (++runs == 1)
                {
                    await Store.Update("accounts/b", new DocumentUpdate().Set("n", 5), ct: token);
                }
                var total = page.Documents.Sum(document => Number(document));
                tx.Update("a", new DocumentUpdate().Set("sum", total));
                await Assert.ThrowsAsync<InvalidOperationException>(() => tx.Query(new("accounts"), token));
                await Assert.ThrowsAsync<InvalidOperationException>(() => tx.Query(new("invoices"), token));
                return total;
            },
            Eager,
            ct
        );
        Assert.Equal((2, 6), (runs, sum));
        Assert.Equal("""{"n":1,"sum":6}""", (await Store.Get("accounts/a", ct))!.Text());
    }

    [Fact]
    public async Task A_transaction_sees_its_own_writes_and_nobody_else_does()
    {
        var ct = TestContext.Current.CancellationToken;
        await Store.Set("accounts/a", """{"n":1}""");
        await Store.Set("accounts/gone", "{}");
        await Store.Transact(
            "accounts",
            async (tx, token) =>
            {
                tx.Update("a", new DocumentUpdate().Increment("n", 1));
                tx.Update("a", new DocumentUpdate().Increment("n", 1).Set("m", 1));
                tx.Create("new", Json.Of("""{"n":1}"""), Json.Type);
                tx.Update("new", new DocumentUpdate().Set("k", 2));
                tx.Delete("gone");
                tx.Create("brief", Json.Of("{}"), Json.Type);
                tx.Delete("brief");
                tx.Delete("a2");
                tx.Set("a2", Json.Of("{}"), Json.Type);
                var seen = await tx.GetMany(["a", "new", "gone", "brief", "a2"], token);
                Assert.Equal(
                    ["""{"n":3,"m":1}""", """{"n":1,"k":2}""", null, null, "{}"],
                    seen.Select(document => document?.Text())
                );
                Assert.Equal("""{"n":1}""", (await Store.Get("accounts/a", token))!.Text());
                Assert.Throws<InvalidOperationException>(() => tx.Update("gone", new DocumentUpdate()));
                Assert.Throws<InvalidOperationException>(() => tx.Create("new", Json.Of("{}"), Json.Type));
                tx.Send(new("events", "m1", "t1", "{}"u8.ToArray()));
            },
            ct: ct
        );
        var stored = await Store.GetMany("accounts", ["a", "new", "gone", "brief", "a2"], ct);
        Assert.Equal(
            ["""{"n":3,"m":1}""", """{"n":1,"k":2}""", null, null, "{}"],
            stored.Select(document => document?.Text())
        );
        Assert.Single(await Queue.Receive("events", 10, TimeSpan.FromMinutes(1), ct));
    }

    [Fact]
    public async Task A_transaction_that_only_reads_commits_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var etag = (await Store.Set("accounts/a", """{"n":1}""")).ETags[0];
        var read = await Store.Transact(
            "accounts",
            async (tx, token) =>
            {
                var document = await tx.Get("a", token);
                await Store.Set("accounts/b", "{}");
                return document!.ETag;
            },
            ct: ct
        );
        Assert.Equal(etag, read);
        Assert.Equal(2, (await Store.ReadChanges("accounts", null, 10, ct)).Changes.Count);
    }

    [Fact]
    public async Task A_failed_transaction_writes_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<OwnException>(() =>
            Store.Transact(
                "accounts",
                (tx, _) =>
                {
                    tx.Set("a", Json.Of("{}"), Json.Type);
                    return Task.FromException(new OwnException());
                },
                ct: ct
            )
        );
        Assert.Null(await Store.Get("accounts/a", ct));
    }

    private sealed class OwnException : Exception;
}
