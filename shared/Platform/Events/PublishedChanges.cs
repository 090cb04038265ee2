using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Events;

/// <summary>What a batch of writes has changed, as it leaves with that batch on the queue <see cref="Queue"/>.</summary>
/// <param name="At">When it was committed.</param>
/// <param name="Origin">On whose behalf.</param>
/// <param name="Changes">In the order of the batch; of one collection.</param>
public sealed record PublishedChanges(DateTimeOffset At, ChangeOrigin Origin, IReadOnlyList<PublishedChange> Changes)
{
    /// <summary>Where changes wait to be told: ordered, so that a thing's events are in the order of its changes.</summary>
    public const string Queue = "changes";
}

/// <summary>One document that was written or removed.</summary>
/// <param name="Type">What it is, as its group says: <c>payment</c>.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Verb">What was done.</param>
/// <param name="Before">The document before, sensitive fields redacted; null where there was none, or it is too large for a message.</param>
/// <param name="After">The document afterwards, in the same way.</param>
/// <param name="Omitted">Whether the documents were too large to go along.</param>
public sealed record PublishedChange(
    string Type,
    string Path,
    ChangeVerb Verb,
    JsonElement? Before,
    JsonElement? After,
    bool Omitted = false
);

/// <summary>What was done to a document.</summary>
public enum ChangeVerb
{
    /// <summary>It was not there before.</summary>
    Created,

    /// <summary>It is another one than before.</summary>
    Updated,

    /// <summary>It is no longer there.</summary>
    Deleted,
}

/// <summary>How changes are written.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(PublishedChanges))]
public sealed partial class PublishedChangesJson : JsonSerializerContext;
