using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.PassThrough.Envelopes;

/// <summary>
/// An orchestration's input with what the extension does not keep: it drops tags, tells no client of parent and version, and has no tags for
/// sub-orchestrations. So they travel with the input, which it keeps as it is: at the start, to sub-orchestrations and to the next execution.
/// </summary>
/// <param name="Tags">Kept with the instance, and given on to those it starts.</param>
/// <param name="ParentInstanceId">Who started it, or null at the top.</param>
/// <param name="Version">Version that it was started with.</param>
/// <param name="Input">JSON text of the input proper; a string, so that nothing on the way rewrites its numbers.</param>
internal sealed record InstanceEnvelope(
    IReadOnlyDictionary<string, string>? Tags,
    string? ParentInstanceId,
    string? Version,
    string? Input
)
{
    // The version of the envelope, and what it is known by.
    [JsonPropertyName("$instance")]
    [JsonPropertyOrder(-1)]
    public int Format { get; init; } = 1;

    public string Write() => JsonSerializer.Serialize(this, EnvelopeJson.Default.InstanceEnvelope);

    /// <summary>What was sent, or null for an input that came by another way (the extension's own HTTP API).</summary>
    public static InstanceEnvelope? Read(string? json)
    {
        if (json is null || !json.StartsWith("{\"$instance\":1", StringComparison.Ordinal))
        {
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize(json, EnvelopeJson.Default.InstanceEnvelope);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The event as the orchestrator is to see it.</summary>
    public static ExecutionStarted Open(ExecutionStarted started) =>
        Read(started.Input) is { } envelope
            ? started with
            {
                Input = envelope.Input,
                Tags = envelope.Tags ?? started.Tags,
                Version = started.Version ?? envelope.Version,
            }
            : started;
}
