using System.Diagnostics;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Bench;

/// <summary>
/// The cases of the official suite that have a result: geometric means of what compiling and evaluating each of them takes. The limit is the
/// expression $, which only gives its input back.
/// </summary>
internal static class SuiteBench
{
    private const int Rounds = 5;
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(1);

    public static async Task Run(BenchReport report, MappingPeers peers)
    {
        if (Environment.GetEnvironmentVariable("CONFORMANCE_DATA") is not { Length: > 0 } folder)
        {
            BenchReport.Remark("CONFORMANCE_DATA names no folder with the cases of JSONata: the suite is left out.");
            return;
        }
        var file = Path.Combine(folder, "jsonata", "cases.jsonl");
        var cases = Read(file);
        var nothing = new SuiteCase("$", JsonataValue.Null, []);
        BenchReport.Remark($"The suite has {cases.Count} cases with a result and no limit of time.");
        report.Add(
            "suite-eval",
            "us",
            Microseconds(cases, one => one.Evaluate()),
            Microseconds([nothing], one => one.Evaluate()),
            await peers.Suite("eval", file)
        );
        report.Add(
            "suite-compile",
            "us",
            Microseconds(cases, one => JsonataExpression.Compile(one.Text)),
            Microseconds([nothing], one => JsonataExpression.Compile(one.Text)),
            await peers.Suite("compile", file)
        );
        report.Add("suite-bytes", "bytes", Mean(cases.Select(Bytes)), Bytes(nothing));
    }

    private static List<SuiteCase> Read(string file)
    {
        var cases = new List<SuiteCase>();
        var datasets = Path.Combine(Path.GetDirectoryName(file)!, "datasets");
        foreach (var line in File.ReadLines(file))
        {
            var one = JsonText.Read(line).Object!;
            if (!one.TryGet("result", out _) || one.TryGet("timelimit", out _))
            {
                continue;
            }
            var input =
                one.TryGet("data", out var data) ? data
                : one["dataset"].AsString() is { } name
                    ? JsonText.Read(File.ReadAllBytes(Path.Combine(datasets, $"{name}.json")))
                : default;
            var bindings = new Dictionary<string, JsonataValue>(StringComparer.Ordinal);
            if (one["bindings"].Object is { } bound)
            {
                foreach (var variable in bound.Names)
                {
                    bindings[variable] = bound[variable];
                }
            }
            cases.Add(new(one["expr"].AsString()!, input, bindings));
        }
        return cases;
    }

    // The best of some rounds for each case: what disturbs them is on top.
    private static double Microseconds(List<SuiteCase> cases, Action<SuiteCase> run)
    {
        var best = cases.ConvertAll(_ => double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < cases.Count; i++)
            {
                best[i] = Math.Min(best[i], Once(cases[i], run));
            }
        }
        return Mean(best);
    }

    private static double Once(SuiteCase one, Action<SuiteCase> run)
    {
        for (var count = 1; ; count *= 2)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                run(one);
            }
            var taken = Stopwatch.GetElapsedTime(started);
            if (taken >= Each)
            {
                return taken.TotalMicroseconds / count;
            }
        }
    }

    private static double Bytes(SuiteCase one)
    {
        const int Times = 10;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            one.Evaluate();
        }
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Times;
    }

    private static double Mean(IEnumerable<double> figures) => Math.Exp(figures.Average(Math.Log));

    private sealed record SuiteCase(string Text, JsonataValue Input, Dictionary<string, JsonataValue> Bindings)
    {
        private readonly JsonataExpression _expression = JsonataExpression.Compile(Text);

        public void Evaluate() => _expression.Evaluate(Input, Bindings);
    }
}
