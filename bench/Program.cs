using IntegrationFunctions.Bench;

// One file a bench; a new one adds its line here.
var benches = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["documents"] = DocumentsBench.Run,
    ["messages"] = rest => Messages.Run(new BenchReport("messages", rest.Contains("--json"))),
    ["durable"] = DurableBench.Run,
    ["http"] = HttpBench.Run,
    ["load"] = LoadBench.Run,
    ["mapping"] = MappingBench.Run,
    ["webhooks"] = WebhooksBench.Run,
};

if (args is not [var name, .. var rest] || !benches.TryGetValue(name, out var run))
{
    Console.Error.WriteLine($"Name a bench: {string.Join(", ", benches.Keys)}. With --json, one line of JSON a case.");
    return 2;
}
await run(rest);
return Environment.ExitCode;
