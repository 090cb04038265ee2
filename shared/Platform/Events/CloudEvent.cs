using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Events;

/// <summary>An event in the JSON form of CloudEvents 1.0, with its extension "sequence" and some of our own.</summary>
[DisplayName("Event")]
public sealed record CloudEvent(
    [property: Description("Always 1.0.")] string Specversion,
    [property: Description("evt_..., the same however often it is told.")] string Id,
    [property: Description("The tenant's space that it happened in.")] string Source,
    [property: Description("What happened, such as payment.updated.")] string Type,
    [property: Description("To what, such as payments/pay_...")] string Subject,
    [property: Description("When.")] DateTimeOffset Time,
    string Datacontenttype,
    [property: Description("From 1 in each space, without gaps.")] string Sequence,
    [property: Description("From 1 for each subject, without gaps: who holds 4 and gets 6 asks for what is after 4.")]
        long Subjectsequence,
    [property: Description("Who did it; platform where it was nobody.")] string Actor,
    [property: Description("The same in logs and traces.")] string? Correlationid,
    CloudEventData Data,
    [property: Description(
        "In webhooks: the subjectsequence of the event of this subject that the endpoint was told before, so that a gap shows; absent for the first."
    )]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        long? Previoussequence = null
)
{
    /// <summary>The event as it is told to the outside.</summary>
    public static CloudEvent From(PlatformEvent one, string tenantId) =>
        new(
            "1.0",
            one.Id,
            $"/tenants/{tenantId}",
            one.Type,
            one.Subject,
            one.At,
            "application/json",
            one.Sequence.ToString(CultureInfo.InvariantCulture),
            one.SubjectSequence,
            one.Origin.Id,
            one.Origin.CorrelationId,
            new(Node(one.Object), Node(one.Previous), one.Omitted)
        );

    private static JsonNode? Node(JsonElement? json) =>
        json is { } element ? JsonNode.Parse(element.GetRawText()) : null;
}

/// <summary>What an event is about.</summary>
[DisplayName("EventData")]
public sealed record CloudEventData(
    [property: Description("The thing afterwards, sensitive fields redacted; null where it is gone.")] JsonNode? Object,
    [property: Description("The thing before; null where there was none.")] JsonNode? Previous,
    [property: Description("Whether it was too large to be told here; read it where it is.")] bool Omitted
);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CloudEvent))]
public sealed partial class CloudEventJson : JsonSerializerContext;
