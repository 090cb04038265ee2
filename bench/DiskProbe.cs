using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IntegrationFunctions.Bench;

/// <summary>How often a second this disk takes 4 kB for good: the bracket around every durable figure.</summary>
internal static class DiskProbe
{
    private const int Page = 4096;
    private const int Pages = 1024;
    private const double MaxDrift = 0.3;

    /// <summary>Writes over a file that exists already, as SQLite does with its log, for half a second.</summary>
    public static double SyncsPerSecond(string folder)
    {
        var path = Path.Combine(folder, "probe");
        using var file = File.OpenHandle(
            path,
            FileMode.Create,
            FileAccess.ReadWrite,
            options: FileOptions.DeleteOnClose
        );
        var page = new byte[Page];
        RandomAccess.Write(file, new byte[Page * Pages], 0);
        RandomAccess.FlushToDisk(file);
        var watch = Stopwatch.StartNew();
        var count = 0;
        while (watch.ElapsedMilliseconds < 500)
        {
            RandomAccess.Write(file, page, (long)(count % Pages) * Page);
            Sync(file);
            count++;
        }
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Repeats a measurement, thrice at most, until the disk was equally fast before and after it.</summary>
    public static async Task<T> Bracket<T>(string folder, Func<Task<T>> measure)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = SyncsPerSecond(folder);
            var result = await measure();
            var after = SyncsPerSecond(folder);
            if (Math.Abs(before - after) / Math.Max(before, after) <= MaxDrift || attempt == 3)
            {
                return result;
            }
            Console.Error.WriteLine($"The disk went from {before:F0} to {after:F0} syncs/s: once more.");
        }
    }

    private static void Sync(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (FData(file) != 0)
        {
            throw new IOException($"fdatasync failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int FData(SafeFileHandle file);
}
