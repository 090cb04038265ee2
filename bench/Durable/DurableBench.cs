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
        var measured = new List<(ComparedCase Case, double Ours, double Limit)>();
        foreach (var one in compared)
        {
            var (ours, limit) = await BenchFolder.Use(folder => DiskProbe.Bracket(folder, () => Measure(folder, one)));
            measured.Add((one, ours, limit));
        }
        // After ours, and not in turn with them: their servers keep the processors busy even when nobody asks them for anything.
        await using (
            var peers = compared.Exists(c => c.PeerCommand is not null) ? await PeerSet.Start() : new PeerSet()
        )
        {
            foreach (var (one, ours, limit) in measured)
            {
                report.Add(one.Name, one.Unit, ours, limit, await Measure(one, peers));
            }
        }
        foreach (var (name, run) in Alone.Where(pair => only is null || pair.Key == only))
        {
            await run(report);
        }
    }

    private static async Task<(double Ours, double Limit)> Measure(string folder, ComparedCase one)
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
        }
        return (BenchReport.Median(ours), BenchReport.Median(limits));
    }

    private static async Task<(string Name, double Figure)[]> Measure(ComparedCase one, PeerSet peers)
    {
        var found = new List<(string Name, double Figure)>();
        if (one.PeerCommand is not { } command)
        {
            return [];
        }
        foreach (var peer in peers.All)
        {
            var figures = new List<double>();
            for (var round = 0; round < PeerRounds; round++)
            {
                if (await peer.Measure(command(peer)) is { } figure)
                {
                    figures.Add(figure);
                }
            }
            if (figures.Count > 0)
            {
                found.Add((peer.Name, BenchReport.Median(figures)));
            }
        }
        return [.. found];
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

/// <summary>Ours, the limit and the peers at the same work.</summary>
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
