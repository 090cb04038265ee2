using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace IntegrationFunctions.Bench;

/// <summary>
/// A long day in short: reads, lists and some writes at 70 % of what the server gives at most, with every guard on. Nothing but 200, 201 and
/// 429 may come, and memory must not grow. 10 minutes, or <c>--minutes N</c>.
/// </summary>
internal static class LoadBench
{
    private const int Clients = 32;
    private const int Writers = 1;
    private const int Listers = 3;
    private const double Share = 0.7;
    private const double WritesPerSecond = 5;

    public static async Task Run(string[] args)
    {
        var report = new BenchReport("load", args.Contains("--json"));
        var at = Array.IndexOf(args, "--minutes");
        var minutes = at >= 0 ? double.Parse(args[at + 1], CultureInfo.InvariantCulture) : 10;
        // Each client waits for its time on a thread of its own.
        ThreadPool.SetMinThreads(Clients * 2, Clients);
        var folder = Directory.CreateTempSubdirectory("bench-load-").FullName;
        try
        {
            await Measure(report, folder, TimeSpan.FromMinutes(minutes));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Measure(BenchReport report, string folder, TimeSpan time)
    {
        var port = Servers.FreePort();
        using var platform = Servers.Start("integration-functions.dll", "--port", $"{port}", "--data", folder);
        var key = await Servers.Key(platform);
        var (id, _) = await HttpBench.Create(port, key);
        var read = Encoding.ASCII.GetBytes(Request("GET", $"/api/v1/integrations/{id}", key));
        await HttpBench.Warm(port, Encoding.ASCII.GetString(read));
        var peak = await LoadGenerator.Run(port, Mix(read, key, double.MaxValue), Clients, TimeSpan.FromSeconds(10));
        Check(peak);
        var rate = peak.PerSecond * Share;
        using var stop = new CancellationTokenSource();
        var memory = Watch(platform, stop.Token);
        var result = await LoadGenerator.Run(port, Mix(read, key, rate / Clients), Clients, time);
        await stop.CancelAsync();
        Check(result);
        var sizes = await memory;
        Servers.End(platform);
        // The first fifth is for what is filled once: pools, caches, the just-in-time compiler.
        var settled = sizes.Skip(sizes.Count / 5).ToList();
        report.Add("rate", "calls/s", result.PerSecond, peak.PerSecond);
        report.Add("p99", "ms", result.P99, peak.P99);
        report.Add("memory-end", "MB", Mean(settled.TakeLast(6)), Mean(settled.Take(6)));
        report.Add("memory-most", "MB", settled.Max(), Mean(settled.Take(6)));
        var minutely = sizes
            .Where((_, i) => i % 12 == 11)
            .Select(size => size.ToString("F0", CultureInfo.InvariantCulture));
        BenchReport.Remark($"Memory after each minute, MB: {string.Join(", ", minutely)}");
        BenchReport.Remark($"Statuses: {string.Join(", ", result.Statuses.OrderBy(s => s.Key))}");
    }

    // Which connection asks what, each so often a second.
    private static Func<int, Func<byte[]?>> Mix(byte[] read, string key, double perSecond)
    {
        var list = Encoding.ASCII.GetBytes(Request("GET", "/api/v1/integrations?limit=20", key));
        return connection =>
            connection < Writers ? Paced(() => Write(key), WritesPerSecond)
            : connection < Writers + Listers ? Paced(() => list, perSecond)
            : Paced(() => read, perSecond);
    }

    private static Func<byte[]?> Paced(Func<byte[]> request, double perSecond)
    {
        var begun = Stopwatch.GetTimestamp();
        var asked = 0L;
        return () =>
        {
            var due = asked++ / perSecond;
            var ahead = due - Stopwatch.GetElapsedTime(begun).TotalSeconds;
            if (ahead > 0.0005)
            {
                Thread.Sleep(TimeSpan.FromSeconds(ahead));
            }
            return request();
        };
    }

    private static byte[] Write(string key)
    {
        var body = $$"""{"name":"load {{Guid.NewGuid():N}}","roles":["auditor"]}""";
        return Encoding.ASCII.GetBytes(
            $"POST /api/v1/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
                + $"Idempotency-Key: {Guid.NewGuid()}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
        );
    }

    private static string Request(string method, string path, string key) =>
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n";

    // Megabytes of the working set, every five seconds.
    private static async Task<List<double>> Watch(Process process, CancellationToken stop)
    {
        var sizes = new List<double>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                process.Refresh();
                sizes.Add(process.WorkingSet64 / 1024.0 / 1024.0);
            }
        }
        catch (OperationCanceledException) { }
        return sizes;
    }

    private static double Mean(IEnumerable<double> figures) => figures.Average();

    private static void Check(LoadResult result) =>
        BenchCases.Check(
            result.Statuses.Keys.All(status => status is 200 or 201 or 429),
            $"statuses {string.Join(", ", result.Statuses)}"
        );
}
