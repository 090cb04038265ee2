namespace IntegrationFunctions.Platform.Results;

/// <summary>Carries an <see cref="IntegrationError"/> over an edge that knows only exceptions (an activity, a command).</summary>
public class IntegrationException(IntegrationError error) : Exception(error.ToString())
{
    /// <summary>The error as a value.</summary>
    public IntegrationError Error { get; } = error;
}
