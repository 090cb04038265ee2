using System.Diagnostics;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Bench;

/// <summary>Durable workflows on the embedded engine, beside plain writes of the same rows.</summary>
internal static class Durable
{
    private const int Rounds = 3;
    private const int Steps = 5;

    public static async Task RunAsync(string[] args)
    {
        var json = args.Contains("--json");
        var only = args.FirstOrDefault(a => !a.StartsWith('-'));
        foreach (var (name, run) in Cases())
        {
            if (only is null || name == only)
            {
                (await InFolder(folder => DiskProbe.Bracket(folder, () => run(folder)))).Print(json);
            }
        }
    }

    private static IEnumerable<(string Name, Func<string, Task<BenchCase>> Run)> Cases()
    {
        yield return ("5-steps-c64", folder => Throughput(folder, "5-steps-c64", clients: 64, count: 6_000));
        yield return ("5-steps-c1", folder => Throughput(folder, "5-steps-c1", clients: 1, count: 300));
        yield return ("fan-out-1000", FanOut);
        yield return ("history-10", folder => History(folder, 10, 30));
        yield return ("history-100", folder => History(folder, 100, 4));
        yield return ("history-1000", folder => History(folder, 1000, 1));
    }

    private static async Task<BenchCase> Throughput(string folder, string name, int clients, int count)
    {
        var (ours, limit) = await Measure(
            folder,
            client => PerSecond(clients, count, _ => RunOne(client, "Steps", Steps, Steps)),
            database => PerSecond(clients, count, _ => PlainWorkflow(database, Steps))
        );
        return new BenchCase("durable", name, "workflows/s", ours, limit);
    }

    private static async Task<BenchCase> History(string folder, int steps, int count)
    {
        var (ours, limit) = await Measure(
            folder,
            async client => steps * await PerSecond(1, count, _ => RunOne(client, "Steps", steps, steps)),
            async database => steps * await PerSecond(1, count, _ => PlainWorkflow(database, steps))
        );
        return new BenchCase("durable", $"history-{steps}", "steps/s", ours, limit);
    }

    private static async Task<BenchCase> FanOut(string folder)
    {
        var (ours, limit) = await Measure(
            folder,
            client => Milliseconds(() => RunOne(client, "FanOut", 1000, 1000)),
            database => Milliseconds(() => PlainFanOut(database, 1000))
        );
        return new BenchCase("durable", "fan-out-1000", "ms", ours, limit);
    }

    private static async Task<(double Ours, double Limit)> Measure(
        string folder,
        Func<DurableTaskClient, Task<double>> ours,
        Func<SqliteDatabase, Task<double>> limit
    )
    {
        await using var database = SqliteDatabase.Open(
            Path.Combine(folder, $"{Guid.NewGuid():N}.db"),
            [
                EmbeddedDurableTask.Schema,
                new(
                    "plain",
                    ["CREATE TABLE plain(key INTEGER, step INTEGER, data BLOB, PRIMARY KEY(key, step)) WITHOUT ROWID"]
                ),
            ]
        );
        await using var services = new ServiceCollection()
            .AddSingleton(database)
            .AddEmbeddedDurableTask(Register)
            .BuildServiceProvider();
        var worker = services.GetRequiredService<IHostedService>();
        await worker.StartAsync(default);
        var client = services.GetRequiredService<DurableTaskClient>();
        // The first round warms up and is not counted.
        await ours(client);
        await limit(database);
        var figures = new List<(double Ours, double Limit)>();
        for (var round = 0; round < Rounds; round++)
        {
            figures.Add((await ours(client), await limit(database)));
        }
        await worker.StopAsync(default);
        return (BenchCase.Median(figures.Select(f => f.Ours)), BenchCase.Median(figures.Select(f => f.Limit)));
    }

    private static void Register(DurableTaskRegistry registry) =>
        registry
            .AddOrchestratorFunc<int, int>(
                "Steps",
                async (context, steps) =>
                {
                    var value = 0;
                    for (var i = 0; i < steps; i++)
                    {
                        value = await context.CallActivityAsync<int>("Increment", value);
                    }
                    return value;
                }
            )
            .AddOrchestratorFunc<int, int>(
                "FanOut",
                async (context, width) =>
                {
                    var parts = Enumerable.Range(0, width).Select(_ => context.CallActivityAsync<int>("Increment", 0));
                    return (await Task.WhenAll(parts)).Sum();
                }
            )
            .AddActivityFunc<int, int>("Increment", (_, value) => Task.FromResult(value + 1));

    private static async Task RunOne(DurableTaskClient client, string name, int input, int expected)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync(name, input);
        var ended = await client.WaitForInstanceCompletionAsync(id);
        if (ended.ReadOutputAs<int>() != expected)
        {
            throw new InvalidOperationException(
                $"{name} gave {ended.SerializedOutput} instead of {expected}: {ended.FailureDetails?.ErrorMessage}"
            );
        }
    }

    // The rows that the engine has to write for a workflow, one durable write after the other, and nothing else.
    private static async Task PlainWorkflow(SqliteDatabase database, int steps)
    {
        var unique = Interlocked.Increment(ref s_key);
        for (var step = 0; step <= steps + 1; step++)
        {
            var at = step;
            await database.Write(scope =>
                scope.Execute("INSERT INTO plain(key, step, data) VALUES($1,$2,$3)", unique, at, Payload)
            );
        }
    }

    // What is asked for and what came of it, each one row in one durable write: less can't be written.
    private static async Task PlainFanOut(SqliteDatabase database, int width)
    {
        var unique = Interlocked.Increment(ref s_key);
        var data = new byte[width * Payload.Length / 2];
        for (var half = 0; half < 2; half++)
        {
            var at = half;
            await database.Write(scope =>
                scope.Execute("INSERT INTO plain(key, step, data) VALUES($1,$2,$3)", unique, at, data)
            );
        }
    }

    private static long s_key;

    private static byte[] Payload { get; } = new byte[300];

    private static async Task<double> PerSecond(int clients, int count, Func<int, Task> one)
    {
        var next = 0;
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (int i; (i = Interlocked.Increment(ref next)) <= count; )
                        {
                            await one(i);
                        }
                    })
                )
        );
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<double> Milliseconds(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static async Task<T> InFolder<T>(Func<string, Task<T>> work)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"bench-{Guid.NewGuid():N}")).FullName;
        try
        {
            return await work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
