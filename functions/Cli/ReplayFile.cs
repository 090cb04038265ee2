using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.Replay;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>Replays one file on the orchestrators of a registry.</summary>
internal sealed class ReplayFile(DurableTaskRegistry registry)
{
    private readonly OrchestrationExecutor _executor = new(registry, new ServiceCollection().BuildServiceProvider());

    public ReplayOutcome Run(string path)
    {
        var file = Path.GetFileName(path);
        try
        {
            var history = HistoryReader.Read(File.ReadAllBytes(path));
            var (name, events) = (history.Instance.Name, history.History.Count);
            if (WhyUnknown(history.Instance) is { } unknown)
            {
                return new ReplayOutcome(file, false, name, events, Problem: unknown);
            }
            var divergence = HistoryReplay.Run(_executor, history);
            return new ReplayOutcome(file, divergence is null, name, events, divergence);
        }
        catch (HistoryFormatException e)
        {
            return new ReplayOutcome(file, false, Problem: e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ReplayOutcome(file, false, Problem: $"It can't be read: {e.Message}");
        }
    }

    private string? WhyUnknown(ExportedInstance instance) =>
        registry.VersionsOf(instance.Name).Count > 0
            ? null
            : $"There is no orchestrator '{instance.Name}'. Registered are: {string.Join(", ", registry.Orchestrators.Select(o => o.Name).Order(StringComparer.Ordinal))}.";
}

/// <summary>What became of a file: replayed, diverged at a step, or not to be replayed for a reason.</summary>
internal sealed record ReplayOutcome(
    string File,
    bool Ok,
    string? Orchestrator = null,
    int Events = 0,
    Divergence? Divergence = null,
    string? Problem = null
)
{
    public string ToLine() =>
        (Divergence, Problem) switch
        {
            ({ } d, _) =>
                $"differs  {File}: {Orchestrator}, step #{d.Step}: the history says {d.Expected}, the code does {d.Found}",
            (_, { } problem) => $"bad      {File}: {problem}",
            _ => $"ok       {File}: {Orchestrator}, {Events} events",
        };
}
