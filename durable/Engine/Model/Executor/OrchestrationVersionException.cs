namespace IntegrationFunctions.Durable;

/// <summary>
/// An instance has a version that this program does not work on, or has no code for. Where <see cref="IsRejected"/>, nothing of the turn has
/// happened and nothing of it may be written: the instance waits for a program that knows its version.
/// </summary>
public sealed class OrchestrationVersionException(string message, bool isRejected)
    : Exception(message),
        INonRetriable,
        INamedFailure
{
    /// <summary>Whether the instance is to be left as it is, rather than failed.</summary>
    public bool IsRejected { get; } = isRejected;

    /// <inheritdoc/>
    public bool IsNonRetriable => true;

    /// <summary>As in Durable Task.</summary>
    public string ErrorType => "VersionMismatch";
}
