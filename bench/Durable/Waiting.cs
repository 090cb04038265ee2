using System.Diagnostics;
using System.Globalization;

namespace IntegrationFunctions.Bench;

/// <summary>
/// What 100,000 instances that wait cost in memory, half of them for a timer and half for an event: a process that has started them, beside one
/// that runs the engine over an empty file. Working set, and what of it is the process's own.
/// </summary>
internal static class Waiting
{
    private const int Count = 100_000;

    public static async Task Run(BenchReport report)
    {
        var full = await InProcess(Count);
        var empty = await InProcess(0);
        report.Add("waiting-100k", "MB", full.Set, empty.Set);
        report.Add("waiting-100k-private", "MB", full.Private, empty.Private);
    }

    public static async Task RunProcess(string folder, int count)
    {
        await using var world = await EngineWorld.Open(Path.Combine(folder, "waiting.db"));
        var next = 0;
        // A start that has returned has had its first turn: the instance waits.
        await Timing.PerSecond(
            64,
            count,
            () =>
                world.Client.ScheduleNewOrchestrationInstanceAsync(
                    Interlocked.Increment(ref next) % 2 == 0 ? "WaitForTimer" : "WaitForEvent",
                    30
                )
        );
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{Megabytes("Rss:")} {Megabytes("Private_")} {Waits(world)}")
        );
    }

    private static async Task<(double Set, double Private)> InProcess(int count)
    {
        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        try
        {
            var start = new ProcessStartInfo(
                Environment.ProcessPath!,
                [typeof(Waiting).Assembly.Location, "durable", "waiting-process", folder, $"{count}"]
            )
            {
                RedirectStandardOutput = true,
            };
            if (!Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.Ordinal))
            {
                start.ArgumentList.RemoveAt(0);
            }
            using var process = Process.Start(start)!;
            var line = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var figures = line.Split(' ');
            if (process.ExitCode != 0 || figures.Length != 3)
            {
                throw new InvalidOperationException($"The process with {count} instances failed: {line}");
            }
            var waits = int.Parse(figures[2], CultureInfo.InvariantCulture);
            return waits == count
                ? (
                    double.Parse(figures[0], CultureInfo.InvariantCulture),
                    double.Parse(figures[1], CultureInfo.InvariantCulture)
                )
                : throw new InvalidOperationException($"{waits} instances wait instead of {count}.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long Waits(EngineWorld world) =>
        world.Database.Read(scope =>
            scope.Prepare("SELECT count(*) FROM workflows_instances WHERE status=0 AND busy=0").Scalar()!.Value
        );

    // The kernel's own sums over the process's memory, in kB.
    private static double Megabytes(string field) =>
        File.ReadLines("/proc/self/smaps_rollup")
            .Where(line => line.StartsWith(field, StringComparison.Ordinal))
            .Sum(line =>
                long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            ) / 1024.0;
}
