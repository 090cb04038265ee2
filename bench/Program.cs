using IntegrationFunctions.Bench;

var benches = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal) { ["durable"] = Durable.RunAsync };

if (args is not [var name, .. var rest] || !benches.TryGetValue(name, out var run))
{
    Console.Error.WriteLine(
        $"Name a bench: {string.Join(", ", benches.Keys)}. Add --json for one line of JSON a case."
    );
    return 2;
}
await run(rest);
return 0;
