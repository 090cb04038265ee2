namespace IntegrationFunctions.Durable;

/// <summary>
/// The code of an orchestrator did something else than its history says it did: it was changed under a running instance, or it looked at
/// something that is not the same at every replay.
/// </summary>
public sealed class NonDeterministicOrchestrationException : Exception, INonRetriable
{
    private NonDeterministicOrchestrationException(string message, int step, string expected, string found)
        : base(message) => (Step, Expected, Found) = (step, expected, found);

    /// <summary>Id of the first step that differs.</summary>
    public int Step { get; }

    /// <summary>What the history says.</summary>
    public string Expected { get; }

    /// <summary>What the code does.</summary>
    public string Found { get; }

    /// <inheritdoc/>
    public bool IsNonRetriable => true;

    internal static NonDeterministicOrchestrationException At(int step, string expected, string found) =>
        new(
            $"Step #{step} does not match the history: the history says {expected}, the code does {found}. "
                + "Orchestrator code must do the same at every replay; give changed code a new version or name.",
            step,
            expected,
            found
        );
}
