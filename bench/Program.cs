using IntegrationFunctions.Bench;

// One file a bench; a new one adds its line here.
var benches = new Dictionary<string, Func<BenchReport, Task>>(StringComparer.Ordinal) { ["documents"] = Documents.Run };

if (args.Length == 0 || !benches.TryGetValue(args[0], out var bench))
{
    Console.Error.WriteLine($"Name a bench: {string.Join(", ", benches.Keys)}. With --json, one line of JSON a case.");
    return 2;
}
await bench(new BenchReport(args[0], args.Contains("--json")));
return 0;
