using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>A stored document with what the store knows about it.</summary>
/// <param name="Path">Where it lives.</param>
/// <param name="Content">The JSON object, UTF-8.</param>
/// <param name="ETag">Changes with every write; a write can demand it.</param>
/// <param name="CreatedAt">Time of the first write.</param>
/// <param name="UpdatedAt">Time of the last write.</param>
public sealed record Document(
    DocumentPath Path,
    ReadOnlyMemory<byte> Content,
    string ETag,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    /// <summary>When it goes away by itself, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The content as <typeparamref name="T"/>.</summary>
    public T As<T>(JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Content.Span, type)
        ?? throw new JsonException($"The document at {Path} holds null.");
}
