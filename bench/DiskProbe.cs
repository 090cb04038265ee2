using System.Diagnostics;

namespace IntegrationFunctions.Bench;

/// <summary>What the disk can do by itself: small writes, each flushed.</summary>
internal static class DiskProbe
{
    private const int Writes = 200;
    private const double MaxDrift = 0.3;

    /// <summary>Flushed writes a second.</summary>
    public static double Measure(string folder)
    {
        var path = Path.Combine(folder, "probe");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < Writes; i++)
        {
            file.Write(page);
            file.Flush(flushToDisk: true);
        }
        return Writes / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>Repeats a measurement, thrice at most, until the disk was equally fast before and after it.</summary>
    public static async Task<T> Bracket<T>(string folder, Func<Task<T>> measure)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = Measure(folder);
            var result = await measure();
            var after = Measure(folder);
            if (Math.Abs(before - after) / Math.Max(before, after) <= MaxDrift || attempt == 3)
            {
                return result;
            }
            Console.Error.WriteLine($"The disk went from {before:F0} to {after:F0} flushes/s: once more.");
        }
    }
}
