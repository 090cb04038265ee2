namespace IntegrationFunctions.Bench;

/// <summary>Documents of 1 kB. "documents CASE" runs one case; with --ours, inserts run alone and longer, for a profiler.</summary>
internal static class DocumentsBench
{
    private const int Rounds = 3;

    private static readonly Dictionary<string, Func<BenchReport, Task>> Cases = new()
    {
        ["insert-16"] = report => Inserts(report, "insert-16", batch: 1, rows: DocumentInserts.Writers),
        ["insert-16-batch"] = report => Inserts(report, "insert-16-batch", DocumentInserts.Batch, rows: 100),
        ["point-read"] = Reads,
        ["listener-p99"] = Listener,
        ["query"] = Queries,
    };

    public static async Task Run(string[] args)
    {
        var report = new BenchReport("documents", args.Contains("--json"));
        var only = args.FirstOrDefault(a => !a.StartsWith('-'));
        if (only is not null && !Cases.ContainsKey(only))
        {
            BenchReport.Remark($"There is no case '{only}'. There are: {string.Join(", ", Cases.Keys)}.");
            Environment.ExitCode = 2;
            return;
        }
        if (args.Contains("--ours"))
        {
            await Alone(only == "insert-16-batch" ? DocumentInserts.Batch : 1);
            return;
        }
        foreach (var (name, run) in Cases)
        {
            if (only is null || only == name)
            {
                await run(report);
            }
        }
    }

    private static async Task Alone(int batch)
    {
        for (var round = 0; round < 2 * Rounds; round++)
        {
            var rate = await BenchFolder.Use(folder => DocumentInserts.Ours(folder, batch));
            BenchReport.Remark($"{rate:n0} documents/s");
        }
    }

    private static async Task Inserts(BenchReport report, string name, int batch, int rows)
    {
        List<double> ours = [];
        List<double> limits = [];
        List<double> lite = [];
        for (var round = 0; round < Rounds; round++)
        {
            await BenchFolder.Use(folder =>
                DiskProbe.Bracket(
                    folder,
                    async () =>
                    {
                        ours.Add(await BenchFolder.Use(inner => DocumentInserts.Ours(inner, batch)));
                        limits.Add(await BenchFolder.Use(inner => Task.FromResult(DocumentInserts.Limit(inner, rows))));
                        return 0;
                    }
                )
            );
            lite.Add(await BenchFolder.Use(folder => LiteDbDocuments.Insert(folder, batch)));
        }
        List<(string, double)> peers = [("litedb", BenchReport.Median(lite))];
        if (await Postgres(batch) is { } postgres)
        {
            peers.Add(("postgres-jsonb", postgres));
        }
        report.Add(name, "documents/s", BenchReport.Median(ours), BenchReport.Median(limits), [.. peers]);
    }

    // After ours: a server keeps the processors busy even when nobody asks it for anything.
    private static async Task<double?> Postgres(int batch)
    {
        try
        {
            await using var server = await PostgresServer.Start();
            List<double> figures = [];
            for (var round = 0; round < Rounds; round++)
            {
                figures.Add(await PostgresDocuments.Insert(server.Address, batch));
            }
            return BenchReport.Median(figures);
        }
        catch (InvalidOperationException e)
        {
            BenchReport.Remark($"PostgreSQL is left out: {e.Message}");
            return null;
        }
    }

    private static async Task Reads(BenchReport report)
    {
        List<double> ours = [];
        List<double> limits = [];
        for (var round = 0; round < Rounds; round++)
        {
            var (read, limit) = await BenchFolder.Use(PointReads.Run);
            ours.Add(read);
            limits.Add(limit);
        }
        report.Add("point-read", "documents/s", BenchReport.Median(ours), BenchReport.Median(limits));
    }

    private static async Task Listener(BenchReport report)
    {
        List<double> seen = [];
        List<double> written = [];
        for (var round = 0; round < Rounds; round++)
        {
            var (s, w) = await BenchFolder.Use(Listeners.P99);
            seen.Add(s);
            written.Add(w);
        }
        report.Add("listener-p99", "ms", BenchReport.Median(seen), BenchReport.Median(written));
    }

    private static async Task Queries(BenchReport report)
    {
        foreach (var (size, ours, limit) in await BenchFolder.Use(DocumentQueries.Run))
        {
            var name = size >= 1_000_000 ? $"{size / 1_000_000}m" : $"{size / 1000}k";
            report.Add($"query-{name}", "ms", ours, limit);
        }
    }
}
