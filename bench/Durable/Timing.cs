using System.Diagnostics;

namespace IntegrationFunctions.Bench;

internal static class Timing
{
    /// <summary>How many a second, with so many callers of which each waits for its own.</summary>
    public static async Task<double> PerSecond(int clients, int count, Func<Task> one)
    {
        var next = 0;
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (Interlocked.Increment(ref next) <= count)
                        {
                            await one();
                        }
                    })
                )
        );
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    public static async Task<double> Milliseconds(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }
}
