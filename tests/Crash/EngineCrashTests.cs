using System.Globalization;
using IntegrationFunctions.CrashWorker;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>
/// Kills a process that runs the embedded engine, over and over, and starts it again over the same file: all must end as if nothing had
/// happened. CRASH_KILLS says how many random kills there are; 60, and fewer flows that are killed at each commit, where it is not set.
/// </summary>
public sealed class EngineCrashTests
{
    // As many at once as make two cores busy; a killed worker is idle half of its life.
    private const int Lanes = 3;
    private const int MixOfEachKind = 3;
    private static bool IsFull => Environment.GetEnvironmentVariable("CRASH_KILLS") is not null;

    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("CRASH_KILLS") ?? "60",
        CultureInfo.InvariantCulture
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_random_moments_it_ends_all_as_if_undisturbed()
    {
        var kills = 0;
        var seeds = 0;
        async Task Lane()
        {
            while (Volatile.Read(ref kills) < Kills)
            {
                var killed = await KillAtRandom(Interlocked.Increment(ref seeds));
                Interlocked.Add(ref kills, killed);
            }
        }
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(Lane, Ct)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills in {seeds} worlds");
    }

    private static async Task<int> KillAtRandom(int seed)
    {
        var random = new Random(seed);
        using var world = new CrashWorld($"mixed-{MixOfEachKind}");
        var moments = new List<int>();
        var ended = false;
        while (!ended && world.Kills < 12)
        {
            // Some before it is up, some while it takes up what was under way, some later.
            moments.Add(random.Next(3) == 0 ? random.Next(20, 250) : random.Next(200, 700));
            ended = await world.Live(TimeSpan.FromMilliseconds(moments[^1]), Ct);
        }
        Hold(await world.End(CrashWorld.Patience, Ct), $"seed {seed}, killed after {string.Join(", ", moments)} ms");
        return world.Kills;
    }

    public static TheoryData<string, string> Places =>
        new MatrixTheoryData<string, string>(
            IsFull ? ["parent", "timers", "loop", "patient", "retries", "receiver", "late", "leaves"] : ["parent"],
            [nameof(KillAt.Before), nameof(KillAt.After), nameof(KillAt.Torn)]
        );

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Killed_at_any_commit_it_ends_all_as_if_undisturbed(string flow, string place)
    {
        var next = 0;
        var last = int.MaxValue;
        async Task Lane()
        {
            for (int commit; (commit = Interlocked.Increment(ref next)) < Volatile.Read(ref last); )
            {
                if (!await KillAtCommit(flow, Enum.Parse<KillAt>(place), commit))
                {
                    Volatile.Write(ref last, Math.Min(last, commit));
                }
            }
        }
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(Lane, Ct)));
        Assert.True(last > 4, $"There were only {last - 1} commits: too few for this flow.");
    }

    private static async Task<bool> KillAtCommit(string flow, KillAt at, int commit)
    {
        using var world = new CrashWorld(flow);
        await world.LiveUntil(at, commit, Ct);
        Hold(await world.End(CrashWorld.Patience, Ct), $"{flow}, killed {at} commit {commit}");
        return world.Kills > 0;
    }

    private static void Hold(IReadOnlyList<string> complaints, string what) =>
        Assert.True(complaints.Count == 0, $"{what}:\n{string.Join("\n", complaints)}");
}
