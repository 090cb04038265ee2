using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>An address at which one provider tells one integration of changes; stored at <c>incomingWebhooks/{id}</c>.</summary>
/// <param name="Id"><c>iwh_...</c>, made of integration and provider: there is one of each.</param>
/// <param name="IntegrationId">Whose records change.</param>
/// <param name="Provider">Name of an <see cref="IWebhookProvider"/>.</param>
/// <param name="Token">The last segment of the address; who knows it can send, but not sign. Sealed.</param>
/// <param name="Secrets">What signatures are checked with, the oldest first. Sealed.</param>
/// <param name="Paused">Nothing is taken in; the provider keeps its messages and tries again.</param>
/// <param name="MaxPerSecond">How many messages a second the address takes.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="CreatedBy">User.</param>
/// <param name="UpdatedAt">Last change.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="SchemaVersion">Of this shape.</param>
public sealed record IncomingWebhook(
    string Id,
    string IntegrationId,
    string Provider,
    string Token,
    IReadOnlyList<WebhookSecret> Secrets,
    bool Paused,
    int MaxPerSecond,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset UpdatedAt,
    int Version,
    int SchemaVersion = 1
)
{
    /// <summary>Messages a second where nobody says otherwise.</summary>
    public const int DefaultMaxPerSecond = 200;

    /// <summary>Path of the address.</summary>
    public string Address => $"/hooks/{Token}";
}

/// <summary>A secret that a provider signs with.</summary>
/// <param name="Value">As the provider shows it. Sealed.</param>
/// <param name="AddedAt">When.</param>
public sealed record WebhookSecret(string Value, DateTimeOffset AddedAt);

/// <summary>An address leads to a webhook; stored among the platform's own documents under the token's hash.</summary>
internal sealed record HookAddress(string TenantId, string WebhookId, int SchemaVersion = 1);

/// <summary>A tenant's webhook, as its address names it.</summary>
public sealed record ResolvedWebhook(string TenantId, IncomingWebhook Webhook);

/// <summary>A page; <paramref name="Next"/> is null on the last one.</summary>
public sealed record IncomingWebhookPage(IReadOnlyList<IncomingWebhook> Webhooks, string? Next);

/// <summary>What came of a change: the webhook, or why not.</summary>
public sealed record WebhookOutcome(IncomingWebhook? Webhook, IReadOnlyList<IntegrationError> Errors)
{
    /// <summary>It went well.</summary>
    public static implicit operator WebhookOutcome(IncomingWebhook webhook) => new(webhook, []);

    /// <summary>It was refused.</summary>
    public static implicit operator WebhookOutcome(IntegrationError error) => new(null, [error]);
}

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(IncomingWebhook))]
[JsonSerializable(typeof(HookAddress))]
[JsonSerializable(typeof(IncomingMessage))]
[JsonSerializable(typeof(WebhookCounts))]
[JsonSerializable(typeof(WebhookProgress))]
[JsonSerializable(typeof(SubjectState))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class IncomingJson : JsonSerializerContext;
