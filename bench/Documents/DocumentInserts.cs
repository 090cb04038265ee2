using System.Diagnostics;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Bench;

/// <summary>
/// 16 writers of new documents of 1 kB, each waiting until what it wrote is durable before it writes on: one document at a time, or twenty in an
/// atomic batch, as a page of a synchronisation is written.
/// </summary>
internal static class DocumentInserts
{
    public const int Writers = 16;
    public const int Batch = 20;

    public static async Task<double> Ours(string path, int batch)
    {
        await using var world = new DocumentWorld(path);
        var store = world.Store;
        async Task Insert(int number)
        {
            var documents = new DocumentBatch("invoices");
            for (var i = 0; i < batch; i++)
            {
                var id = Identifiers.New("inv", TimeProvider.System);
                documents.Create(id, BenchInvoice.Of(number), DocumentsJson.Default.BenchInvoice);
            }
            (await store.Commit(documents)).EnsureCommitted();
        }
        return await PerSecond(batch, Insert, () => store.Count(new("invoices")));
    }

    /// <summary>Documents a second of any store: warmed up, counted, and checked against what it says it has.</summary>
    public static async Task<double> PerSecond(int batch, Func<int, Task> insert, Func<Task<long>> count)
    {
        await Write(insert, BenchCases.Time / 4);
        var before = await count();
        var watch = Stopwatch.StartNew();
        var written = (long)await Write(insert, BenchCases.Time) * batch;
        var rate = written / watch.Elapsed.TotalSeconds;
        BenchCases.Check(await count() - before == written, "an insert was lost");
        return rate;
    }

    /// <summary>
    /// Plain SQLite and one writer that waits for nobody: what this disk and this processor give at best. Sixteen writers who each wait for
    /// their own document can share a commit of sixteen and no larger one.
    /// </summary>
    public static double Limit(string path, int rows)
    {
        using var plain = new PlainDocuments(path);
        var watch = Stopwatch.StartNew();
        var count = 0;
        while (watch.Elapsed < BenchCases.Time)
        {
            plain.Begin();
            for (var i = 0; i < rows; i++)
            {
                plain.Insert(Identifiers.New("inv", TimeProvider.System), BenchInvoice.Json(count++));
            }
            plain.Commit();
        }
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<int> Write(Func<int, Task> insert, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        async Task<int> Writer()
        {
            var count = 0;
            while (watch.Elapsed < time)
            {
                await insert(count++);
            }
            return count;
        }
        return (await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(Writer)))).Sum();
    }
}
