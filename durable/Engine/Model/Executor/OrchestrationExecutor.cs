using IntegrationFunctions.Durable.History;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Durable.Executor;

/// <summary>
/// Runs orchestrator code over its history. Pure: events in, actions out; no I/O and no clock, so that the same events give the same actions on
/// every machine and behind every backend.
/// </summary>
/// <param name="registry">Where orchestrators are found by name.</param>
/// <param name="services">Handed to the registry.</param>
/// <param name="loggers">For replay-safe loggers; null: no logs.</param>
/// <param name="maximumTimerInterval">Longer timers are made of several, for backends that can't wait longer; null: no limit.</param>
public sealed class OrchestrationExecutor(
    DurableTaskRegistry registry,
    IServiceProvider services,
    ILoggerFactory? loggers = null,
    TimeSpan? maximumTimerInterval = null
)
{
    internal ILoggerFactory Loggers { get; } = loggers ?? NullLoggerFactory.Instance;

    internal TimeSpan? MaximumTimerInterval { get; } = maximumTimerInterval;

    /// <summary>Replays <paramref name="pastEvents"/>, then hands in <paramref name="newEvents"/>; what the code asks for in the latter comes back.</summary>
    /// <remarks>Never throws for what the orchestrator does: a failure is a completed orchestration with failure details.</remarks>
    public ExecutionResult Execute(IReadOnlyList<HistoryEvent> pastEvents, IReadOnlyList<HistoryEvent> newEvents)
    {
        var run = Begin();
        run.Replay(pastEvents);
        return run.Turn(newEvents);
    }

    /// <summary>A live execution, for a backend that keeps it between turns and so need not replay.</summary>
    internal OrchestrationRun Begin() => new(this);

    internal ITaskOrchestrator Create(string name) =>
        registry.CreateOrchestrator(name, services)
        ?? throw new OrchestratorNotFoundException(name, registry.Orchestrators);
}

/// <summary>What a turn came to.</summary>
/// <param name="Actions">What is to be done, by id.</param>
/// <param name="CustomStatus">JSON text of the custom status, or null.</param>
/// <param name="IsSuspended">Whether the instance is held.</param>
public sealed record ExecutionResult(IReadOnlyList<OrchestratorAction> Actions, string? CustomStatus, bool IsSuspended)
{
    /// <summary>The end of the execution, where it has come.</summary>
    public CompleteOrchestrationAction? Completion { get; } =
        Actions is [.., CompleteOrchestrationAction completion] ? completion : null;
}

/// <summary>An orchestrator was asked for that this program doesn't have.</summary>
public sealed class OrchestratorNotFoundException(string name, IEnumerable<TaskName> known)
    : Exception(
        $"There is no orchestrator '{name}'. Registered are: {string.Join(", ", known.Select(n => n.Name).Order(StringComparer.Ordinal))}."
    ),
        INonRetriable
{
    /// <inheritdoc/>
    public bool IsNonRetriable => true;
}
