using System.Diagnostics;

namespace IntegrationFunctions.Bench;

/// <summary>One thread, random ids of 20,000 documents.</summary>
internal static class PointReads
{
    private const int Stored = 20_000;

    public static async Task<(double Ours, double Limit)> Run(string path)
    {
        await using var world = new DocumentWorld(path);
        await world.Fill("invoices", 0, Stored);
        using var plain = new PlainDocuments(path);
        plain.Begin();
        for (var i = 0; i < Stored; i++)
        {
            plain.Insert(DocumentWorld.Id(i), BenchInvoice.Json(i));
        }
        plain.Commit();
        ReadOnlyMemory<byte> Ours(string id) =>
            world.Store.Get(new($"invoices/{id}")).GetAwaiter().GetResult()!.Content;
        for (var i = 0; i < Stored; i += 997)
        {
            var id = DocumentWorld.Id(i);
            BenchCases.Check(plain.Read(id).AsSpan().SequenceEqual(Ours(id).Span), "the two stores differ");
        }
        return (PerSecond(id => Ours(id).Length), PerSecond(id => plain.Read(id).Length));
    }

    private static double PerSecond(Func<string, int> read)
    {
        var random = new Random(1);
        var ids = Enumerable.Range(0, 4096).Select(_ => DocumentWorld.Id(random.Next(Stored))).ToArray();
        var count = 0;
        var bytes = 0L;
        var watch = new Stopwatch();
        foreach (var time in (TimeSpan[])[BenchCases.Time / 4, BenchCases.Time])
        {
            count = 0;
            watch.Restart();
            while (watch.Elapsed < time)
            {
                for (var i = 0; i < 256; i++)
                {
                    bytes += read(ids[count++ & 4095]);
                }
            }
        }
        BenchCases.Check(bytes > 0, "nothing was read");
        return count / watch.Elapsed.TotalSeconds;
    }
}
