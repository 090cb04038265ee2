using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>A customer's address that is told of events; stored at <c>webhookEndpoints/{id}</c>.</summary>
/// <param name="Id"><c>whe_...</c></param>
/// <param name="Url">Where events are posted to.</param>
/// <param name="Description">For people.</param>
/// <param name="Types">Which events: <c>payment.updated</c>, <c>payment.*</c> or <c>*</c>.</param>
/// <param name="Filter">Fields of the event's object (dotted paths) and the texts that they may have, in whatever case; all must hold.</param>
/// <param name="Enabled">Whether anything is sent. What happens meanwhile is sent afterwards, as far as the feed goes back.</param>
/// <param name="MaxPerSecond">How many events a second it takes.</param>
/// <param name="Secrets">What is signed with, the newest first. Sealed.</param>
/// <param name="FailingSince">Since when nothing has arrived; null where the last delivery did.</param>
/// <param name="WarnedAt">When it was said that it will be disabled.</param>
/// <param name="DisabledAt">When it was disabled.</param>
/// <param name="DisabledReason">Why.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">User.</param>
/// <param name="UpdatedAt">Last change by a person.</param>
/// <param name="Version">Grows with every change by a person.</param>
/// <param name="SchemaVersion">Of this shape.</param>
public sealed record WebhookEndpoint(
    string Id,
    string Url,
    string? Description,
    IReadOnlyList<string> Types,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Filter,
    bool Enabled,
    int MaxPerSecond,
    IReadOnlyList<SigningSecret> Secrets,
    DateTimeOffset? FailingSince,
    DateTimeOffset? WarnedAt,
    DateTimeOffset? DisabledAt,
    DisabledReason? DisabledReason,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset UpdatedAt,
    int Version,
    int SchemaVersion = 1
)
{
    /// <summary>Events a second where nobody says otherwise.</summary>
    public const int DefaultMaxPerSecond = 50;

    /// <summary>The secrets that sign now: the newest, and those before it whose time isn't over.</summary>
    public IReadOnlyList<string> SigningWith(DateTimeOffset now) =>
        [.. Secrets.Where(secret => secret.EndsAt is not { } end || end > now).Select(secret => secret.Value)];
}

/// <summary>A secret that deliveries are signed with.</summary>
/// <param name="Value"><c>whsec_</c> and base64. Sealed.</param>
/// <param name="AddedAt">When it was made.</param>
/// <param name="EndsAt">Until when it signs beside its successor; null: it is the newest.</param>
public sealed record SigningSecret(string Value, DateTimeOffset AddedAt, DateTimeOffset? EndsAt = null);

/// <summary>Why an endpoint gets nothing.</summary>
public enum DisabledReason
{
    /// <summary>Somebody wanted it.</summary>
    Requested,

    /// <summary>Nothing arrived for five days.</summary>
    Failing,

    /// <summary>It answered 410 Gone.</summary>
    Gone,
}

/// <summary>What a person says of an endpoint; null leaves as it is, or takes the default.</summary>
public sealed record EndpointSettings(
    string? Url = null,
    string? Description = null,
    IReadOnlyList<string>? Types = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Filter = null,
    bool? Enabled = null,
    int? MaxPerSecond = null
);

/// <summary>A page; <paramref name="Next"/> is null on the last one.</summary>
public sealed record WebhookEndpointPage(IReadOnlyList<WebhookEndpoint> Endpoints, string? Next);

/// <summary>What came of a change: the endpoint, or why not.</summary>
public sealed record EndpointOutcome(WebhookEndpoint? Endpoint, IReadOnlyList<IntegrationError> Errors)
{
    /// <summary>It went well.</summary>
    public static implicit operator EndpointOutcome(WebhookEndpoint endpoint) => new(endpoint, []);

    /// <summary>It was refused.</summary>
    public static implicit operator EndpointOutcome(IntegrationError error) => new(null, [error]);
}

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(WebhookEndpoint))]
[JsonSerializable(typeof(WebhookDelivery))]
[JsonSerializable(typeof(FeedPosition))]
[JsonSerializable(typeof(WebhookReplay))]
[JsonSerializable(typeof(WebhookWork))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class OutgoingJson : JsonSerializerContext;
