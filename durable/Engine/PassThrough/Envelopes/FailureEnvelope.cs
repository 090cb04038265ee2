using System.Text.Json;

namespace IntegrationFunctions.Durable.PassThrough.Envelopes;

/// <summary>
/// The result of a failed orchestration. To clients the extension tells type and message of a failure and leaves out its causes and its mark;
/// the result comes through whole.
/// </summary>
/// <param name="Failure">Why it failed.</param>
internal sealed record FailureEnvelope(ActivityError? Failure)
{
    public static string Write(TaskFailureDetails failure) =>
        JsonSerializer.Serialize(
            new FailureEnvelope(ActivityError.From(failure)),
            EnvelopeJson.Default.FailureEnvelope
        );

    /// <summary>The failure in an instance's output, or null where the extension ended it and wrote of its own.</summary>
    public static TaskFailureDetails? Read(string? output)
    {
        if (output is null || !output.StartsWith("{\"failure\":", StringComparison.Ordinal))
        {
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize(output, EnvelopeJson.Default.FailureEnvelope)?.Failure?.ToDetails();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
