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
    /// <remarks>
    /// Never throws for what the orchestrator does: a failure is a completed orchestration with failure details. Where the program does not work
    /// on the instance's version the result is <see cref="ExecutionResult.Rejection"/> and nothing else.
    /// </remarks>
    public ExecutionResult Execute(IReadOnlyList<HistoryEvent> pastEvents, IReadOnlyList<HistoryEvent> newEvents)
    {
        var run = Begin();
        run.Replay(pastEvents);
        try
        {
            return run.Turn(newEvents);
        }
        catch (OrchestrationVersionException e) when (e.IsRejected)
        {
            return new ExecutionResult([], null, false) { Rejection = e.Message };
        }
    }

    /// <summary>A live execution, for a backend that keeps it between turns and so need not replay.</summary>
    internal OrchestrationRun Begin() => new(this);

    internal DurableTaskRegistry Registry => registry;

    /// <exception cref="OrchestratorNotFoundException">There is none of that name.</exception>
    /// <exception cref="OrchestrationVersionException">There is none of that version, or it is not to be worked on.</exception>
    internal ITaskOrchestrator Create(string name, string version)
    {
        var known = registry.VersionsOf(name);
        if (known.Count == 0)
        {
            throw new OrchestratorNotFoundException(name, registry.Orchestrators);
        }
        var refusal = registry.Versioning.WhyNot(version);
        if (refusal is null && registry.CreateOrchestrator(name, services, version) is { } orchestrator)
        {
            return orchestrator;
        }
        refusal ??=
            $"Registered are: {string.Join(", ", known.Select(v => v.Length == 0 ? "one without a version" : $"'{v}'"))}.";
        throw new OrchestrationVersionException(
            $"The orchestration '{name}' {(version.Length == 0 ? "has no version" : $"has version '{version}'")}. {refusal}",
            registry.Versioning.FailureStrategy == VersionFailureStrategy.Reject
        );
    }
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

    /// <summary>
    /// Why the instance is not worked on; null where it is. Nothing of the turn has happened: the backend writes nothing, keeps the new events
    /// and leaves the instance to a program that knows its version.
    /// </summary>
    public string? Rejection { get; init; }
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
