using System.Diagnostics;
using System.Globalization;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Bench;

/// <summary>
/// From the call that writes a document to the listener that has it in hand, while 16 writers write what they can. The limit is what the write
/// alone takes: nobody may see it earlier.
/// </summary>
internal static class Listeners
{
    /// <summary>Milliseconds at p99: until it was seen, and until the writer was told.</summary>
    public static async Task<(double Seen, double Written)> P99(string path)
    {
        await using var world = new DocumentWorld(path);
        var store = world.Store;
        using var stop = new CancellationTokenSource();
        var seen = new List<double>();
        var written = 0;
        var watch = Stopwatch.StartNew();
        var listener = Task.Run(async () =>
        {
            var warm = 0;
            await foreach (var page in store.Listen("invoices", null, stop.Token))
            {
                foreach (var change in page.Changes)
                {
                    var begun = change.Document.As(DocumentsJson.Default.BenchInvoice).Total;
                    // The first ones meet code that was not compiled yet.
                    if (++warm > 2_000)
                    {
                        seen.Add(Elapsed(long.Parse(begun, CultureInfo.InvariantCulture)));
                    }
                }
                if (watch.Elapsed > BenchCases.Time && warm >= Volatile.Read(ref written))
                {
                    return;
                }
            }
        });
        async Task<List<double>> Writer()
        {
            var times = new List<double>();
            while (watch.Elapsed < BenchCases.Time)
            {
                var begun = Stopwatch.GetTimestamp();
                var invoice = BenchInvoice.Of(0) with { Total = begun.ToString(CultureInfo.InvariantCulture) };
                var path = new DocumentPath($"invoices/{Identifiers.New("inv", TimeProvider.System)}");
                (await store.Create(path, invoice, DocumentsJson.Default.BenchInvoice)).EnsureCommitted();
                Interlocked.Increment(ref written);
                times.Add(Elapsed(begun));
            }
            return times;
        }
        var writers = Enumerable.Range(0, DocumentInserts.Writers).Select(_ => Task.Run(Writer)).ToList();
        var times = (await Task.WhenAll(writers)).SelectMany(t => t).ToList();
        // One more, so that the listener looks whether it has them all.
        (
            await store.Create(
                "invoices/last",
                BenchInvoice.Of(0) with
                {
                    Total = $"{Stopwatch.GetTimestamp()}",
                },
                DocumentsJson.Default.BenchInvoice
            )
        ).EnsureCommitted();
        await listener.WaitAsync(TimeSpan.FromSeconds(30));
        BenchCases.Check(seen.Count > 1_000, "too little was written to say anything");
        return (Percentile(seen), Percentile(times));
    }

    private static double Elapsed(long begun) => Stopwatch.GetElapsedTime(begun).TotalMilliseconds;

    private static double Percentile(List<double> figures) => figures.Order().ElementAt((int)(figures.Count * 0.99));
}
