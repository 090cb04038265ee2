using IntegrationFunctions.Bench;

<<<<<<< HEAD
// One file a bench; a new one adds its line here.
var benches = new Dictionary<string, Func<BenchReport, Task>>(StringComparer.Ordinal) { ["documents"] = Documents.Run };

if (args.Length == 0 || !benches.TryGetValue(args[0], out var bench))
{
    Console.Error.WriteLine($"Name a bench: {string.Join(", ", benches.Keys)}. With --json, one line of JSON a case.");
    return 2;
}
await bench(new BenchReport(args[0], args.Contains("--json")));
=======
var benches = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal) { ["durable"] = Durable.RunAsync };

if (args is not [var name, .. var rest] || !benches.TryGetValue(name, out var run))
{
    Console.Error.WriteLine(
        $"Name a bench: {string.Join(", ", benches.Keys)}. Add --json for one line of JSON a case."
    );
    return 2;
}
await run(rest);
>>>>>>> heads/engine
return 0;
