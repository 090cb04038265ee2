using System.Diagnostics;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Bench;

/// <summary>
/// The newest twenty invoices of a supplier, out of ever more documents: what a query costs is to grow with its result and not with the
/// collection. The limit is a table of plain SQLite with two columns and an index over them.
/// </summary>
internal static class DocumentQueries
{
    public static readonly int[] Sizes = [10_000, 100_000, 1_000_000];
    private const int Suppliers = 100;
    private const int Queries = 400;
    private const int PageSize = 20;

    /// <summary>Milliseconds of a query, ours and the limit's, at each size.</summary>
    public static async Task<List<(int Size, double Ours, double Limit)>> Run(string path)
    {
        await using var world = new DocumentWorld(path);
        using var plain = new PlainInvoices(path);
        var figures = new List<(int, double, double)>();
        var stored = 0;
        foreach (var size in Sizes)
        {
            await world.Fill("searched", stored, size);
            plain.Fill(stored, size);
            stored = size;
            for (var supplier = 0; supplier < Suppliers; supplier += 33)
            {
                BenchCases.Check(
                    (await Ours(world, supplier)).SequenceEqual(plain.Newest(supplier, PageSize)),
                    "the two stores answer differently"
                );
            }
            var ours = await Milliseconds(async supplier => (await Ours(world, supplier)).Count);
            var limit = await Milliseconds(supplier => Task.FromResult(plain.Newest(supplier, PageSize).Count));
            figures.Add((size, ours, limit));
        }
        return figures;
    }

    public static string Supplier(int number) => $"Supplier {number % Suppliers}";

    private static async Task<List<string>> Ours(DocumentWorld world, int supplier)
    {
        var query = new DocumentQuery("searched")
            .Where("Supplier", Supplier(supplier))
            .OrderBy("Number", descending: true)
            .Limit(PageSize);
        return [.. (await world.Store.Query(query)).Documents.Select(document => document.Path.Id)];
    }

    private static async Task<double> Milliseconds(Func<int, Task<int>> query)
    {
        var times = new List<double>();
        for (var i = 0; i < Queries; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            BenchCases.Check(await query(i * 7 % Suppliers) == PageSize, "a page is not full");
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return BenchReport.Median(times);
    }
}
