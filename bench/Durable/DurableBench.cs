namespace IntegrationFunctions.Bench;

/// <summary>
/// Durable workflows on the embedded engine, beside plain writes of the same rows and, where bench/peers/install.sh has been run, beside other
/// engines. "durable CASE" runs one case.
/// </summary>
internal static class DurableBench
{
    private const int Rounds = 3;

    // A peer takes its time: fewer workflows, and a round less.
    private const int PeerRounds = 2;

    private static readonly ComparedCase[] Compared =
    [
        Steps("5-steps-c64", clients: 64, count: 6_000) with
        {
            PeerCommand = peer => $"steps {peer.Workflows} 64",
        },
        Steps("5-steps-c1", clients: 1, count: 1_000) with
        {
            PeerCommand = peer => $"steps {Math.Max(5, peer.Workflows / 32)} 1",
        },
        new(
            "fan-out-1000",
            "ms",
            world => Timing.Milliseconds(() => world.RunOne("FanOut", 1000, 1000)),
            database => Timing.Milliseconds(() => PlainRows.FanOut(database, 1000))
        )
        {
            PeerCommand = _ => "fan 1000",
        },
        History(10, 30),
        History(100, 4),
        History(1000, 1),
    ];

    private static readonly Dictionary<string, Func<BenchReport, Task>> Alone = new()
    {
        ["waiting-100k"] = Waiting.Run,
        ["finished-1m"] = Finished.Run,
    };

    public static async Task Run(string[] args)
    {
        if (args is ["waiting-process", var folder, var count])
        {
            await Waiting.RunProcess(folder, int.Parse(count));
            return;
        }
        var report = new BenchReport("durable", args.Contains("--json"));
        var only = args.FirstOrDefault(a => !a.StartsWith('-'));
        var names = Compared.Select(c => c.Name).Concat(Alone.Keys).ToList();
        if (only is not null && !names.Contains(only))
        {
            BenchReport.Remark($"There is no case '{only}'. There are: {string.Join(", ", names)}.");
            Environment.ExitCode = 2;
            return;
        }
        var compared = Compared.Where(c => only is null || c.Name == only).ToList();
        await using (
            var peers = compared.Exists(c => c.PeerCommand is not null) ? await PeerSet.Start() : new PeerSet()
        )
        {
            foreach (var one in compared)
            {
                // Kept where the disk was unsteady and the rest is measured again: they would take minutes.
                var theirs = peers.All.ToDictionary(peer => peer, _ => new List<double>());
                await BenchFolder.Use(folder => DiskProbe.Bracket(folder, () => Measure(folder, one, theirs)), report);
            }
        }
        foreach (var (name, run) in Alone.Where(pair => only is null || pair.Key == only))
        {
            await run(report);
        }
    }

    private static async Task<Action<BenchReport>> Measure(
        string folder,
        ComparedCase one,
        Dictionary<Peer, List<double>> theirs
    )
    {
        await using var world = await EngineWorld.Open(Path.Combine(folder, $"{Guid.NewGuid():N}.db"));
        // The first round warms up and is not counted.
        await one.Ours(world);
        await one.Limit(world.Database);
        List<double> ours = [];
        List<double> limits = [];
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(await one.Ours(world));
            limits.Add(await one.Limit(world.Database));
            foreach (var (peer, figures) in theirs.Where(t => t.Value.Count < PeerRounds))
            {
                if (one.PeerCommand is { } command && await peer.Measure(command(peer)) is { } figure)
                {
                    figures.Add(figure);
                }
            }
        }
        return report =>
            report.Add(
                one.Name,
                one.Unit,
                BenchReport.Median(ours),
                BenchReport.Median(limits),
                [.. theirs.Where(t => t.Value.Count > 0).Select(t => (t.Key.Name, BenchReport.Median(t.Value)))]
            );
    }

    private static ComparedCase Steps(string name, int clients, int count) =>
        new(
            name,
            "workflows/s",
            world => world.StepsPerSecond(clients, count),
            database => Timing.PerSecond(clients, count, () => PlainRows.Workflow(database, EngineWorld.Steps))
        );

    private static ComparedCase History(int steps, int count) =>
        new(
            $"history-{steps}",
            "steps/s",
            async world => steps * await Timing.PerSecond(1, count, () => world.RunOne("Steps", steps, steps)),
            async database => steps * await Timing.PerSecond(1, count, () => PlainRows.Workflow(database, steps))
        );
}

/// <summary>Ours, the limit and the peers at the same work, round by round.</summary>
internal sealed record ComparedCase(
    string Name,
    string Unit,
    Func<EngineWorld, Task<double>> Ours,
    Func<Platform.Storage.SqliteDatabase, Task<double>> Limit
)
{
    /// <summary>What a peer's program is asked; null where no peer takes part.</summary>
    public Func<Peer, string>? PeerCommand { get; init; }
}
