using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Events;

/// <summary>Something that happened in a tenant, as the feed keeps it: an event in the sense of CloudEvents 1.0.</summary>
/// <param name="Id"><c>evt_...</c>; the same however often the change is told.</param>
/// <param name="Sequence">From 1 in each tenant, without gaps.</param>
/// <param name="Type">What happened: <c>payment.updated</c>.</param>
/// <param name="Subject">To what: its path, such as <c>payments/pay_1</c>.</param>
/// <param name="SubjectSequence">From 1 for each subject, without gaps.</param>
/// <param name="At">When the change was committed.</param>
/// <param name="Origin">On whose behalf.</param>
/// <param name="Object">The thing afterwards, sensitive fields redacted; null where it is gone or was too large.</param>
/// <param name="Previous">The thing before, in the same way.</param>
/// <param name="Omitted">Whether it was too large to be told; it can be read where it is.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record PlatformEvent(
    string Id,
    long Sequence,
    string Type,
    string Subject,
    long SubjectSequence,
    DateTimeOffset At,
    ChangeOrigin Origin,
    JsonElement? Object,
    JsonElement? Previous,
    bool Omitted = false,
    int SchemaVersion = 1
);

/// <summary>How far the sequences of a tenant, or of a subject, have come.</summary>
internal sealed record EventCount(long Last, int SchemaVersion = 1);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(PlatformEvent))]
[JsonSerializable(typeof(EventCount))]
internal sealed partial class EventsJson : JsonSerializerContext;
