using System.Text.Json;

namespace IntegrationFunctions.Durable.PassThrough.Envelopes;

/// <summary>
/// What an activity is asked. The extension hands an activity its input alone, so the envelope says as well which step it is, for the key of
/// its effect. It travels as a JSON string: objects are rewritten by the host (decimals become doubles, dates are moved), strings are not.
/// </summary>
/// <param name="InstanceId">The orchestration that calls.</param>
/// <param name="ExecutionId">Its execution.</param>
/// <param name="TaskId">The step.</param>
/// <param name="Input">JSON text of the input proper.</param>
/// <param name="TraceParent">W3C Trace Context of the request that started the orchestration.</param>
internal sealed record ActivityEnvelope(
    string InstanceId,
    string? ExecutionId,
    int TaskId,
    string? Input,
    string? TraceParent
)
{
    public string Write() => StringLiteral.Write(JsonSerializer.Serialize(this, EnvelopeJson.Default.ActivityEnvelope));

    /// <exception cref="FormatException">It is no envelope of ours.</exception>
    public static ActivityEnvelope Read(string text)
    {
        try
        {
            return
                JsonSerializer.Deserialize(StringLiteral.Open(text), EnvelopeJson.Default.ActivityEnvelope)
                    is { InstanceId: not null } envelope
                ? envelope
                : throw new FormatException("The envelope names no instance.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FormatException(
                $"The input of the activity is not what an orchestrator of this program sends ({e.Message}). "
                    + "Activities are called by orchestrators of this program alone, of this version or a later one.",
                e
            );
        }
    }
}

/// <summary>
/// What an activity answers, always with success as far as the host is concerned: of a failed call the host keeps neither the type nor the mark
/// that trying again is no use. A JSON string as well, for the same reason.
/// </summary>
/// <param name="Ok">Whether it is done.</param>
/// <param name="Value">JSON text of the result.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record ActivityAnswer(bool Ok, string? Value, ActivityError? Error)
{
    public string Write() => JsonSerializer.Serialize(this, EnvelopeJson.Default.ActivityAnswer);

    /// <summary>The answer in the result of a step, or null where something else stands there.</summary>
    public static ActivityAnswer? Read(string? result)
    {
        if (result is null)
        {
            return null;
        }
        try
        {
            return
                JsonSerializer.Deserialize(StringLiteral.Open(result), EnvelopeJson.Default.ActivityAnswer)
                    is { } answer
                && (answer.Ok || answer.Error is not null)
                ? answer
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Failure details as they travel.</summary>
internal sealed record ActivityError(
    string Type,
    string Message,
    bool NonRetriable = false,
    string? StackTrace = null,
    ActivityError? Inner = null
)
{
    public static ActivityError From(TaskFailureDetails failure) =>
        new(
            failure.ErrorType,
            failure.ErrorMessage,
            failure.IsNonRetriable,
            failure.StackTrace,
            failure.InnerFailure is { } inner ? From(inner) : null
        );

    public TaskFailureDetails ToDetails() => new(Type, Message, StackTrace, Inner?.ToDetails(), NonRetriable);
}

/// <summary>Our JSON inside a JSON string.</summary>
internal static class StringLiteral
{
    public static string Write(string text) => JsonSerializer.Serialize(text, EnvelopeJson.Default.String);

    /// <summary>What stands in the string, however often it was wrapped on its way (the host and the wire each may once).</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static string Open(string text)
    {
        while (text.AsSpan().TrimStart().StartsWith("\""))
        {
            text = JsonSerializer.Deserialize(text, EnvelopeJson.Default.String)!;
        }
        return text;
    }
}
