using System.ComponentModel;
using IntegrationFunctions.Webhooks.Incoming;

namespace IntegrationFunctions.Functions.Http.IncomingWebhooks;

/// <summary>A webhook as the API shows it.</summary>
internal sealed record IncomingWebhookView(
    [property: Description("iwh_...")] string Id,
    string IntegrationId,
    [property: Description("Whose signatures are checked: gocardless, quickbooks, standard, stripe or xero.")]
        string Provider,
    [property: Description("Path to give the provider, behind this server's own address.")] string Address,
    [property: Description("Nothing is taken in: the provider is told 503, and tries again later.")] bool Paused,
    [property: Description("Messages a second that the address takes; beyond it answers 429.")] int MaxPerSecond,
    [property: Description("When each secret was given, the oldest first. Their values are never shown.")]
        IReadOnlyList<DateTimeOffset> SecretsAddedAt,
    DateTimeOffset CreatedAt,
    [property: Description("The user who made it.")] string CreatedBy,
    DateTimeOffset UpdatedAt,
    [property: Description("Grows with every change; the same number as in the ETag.")] int Version
)
{
    public static IncomingWebhookView From(IncomingWebhook webhook) =>
        new(
            webhook.Id,
            webhook.IntegrationId,
            webhook.Provider,
            webhook.Address,
            webhook.Paused,
            webhook.MaxPerSecond,
            [.. webhook.Secrets.Select(secret => secret.AddedAt)],
            webhook.CreatedAt,
            webhook.CreatedBy,
            webhook.UpdatedAt,
            webhook.Version
        );
}

/// <summary>A webhook, with what came to its address and was not kept.</summary>
internal sealed record IncomingWebhookDetails(
    IncomingWebhookView Webhook,
    [property: Description("Messages that came again, and were answered as the first time.")] long Repeats,
    [property: Description("Messages beyond maxPerSecond.")] long RateLimited,
    [property: Description("Messages that came while it was paused.")] long WhilePaused,
    [property: Description(
        "Messages that were not the provider's, by reason: signatureMissing, signatureMalformed, signatureWrong, timestampOutOfTolerance."
    )]
        IReadOnlyDictionary<string, long> Refused
)
{
    public static IncomingWebhookDetails From(IncomingWebhook webhook, WebhookCounts counts) =>
        new(
            IncomingWebhookView.From(webhook),
            counts.Repeats,
            counts.RateLimited,
            counts.WhilePaused,
            counts.Refused ?? new Dictionary<string, long>()
        );
}

/// <summary>A message that was taken in.</summary>
internal record IncomingMessageView(
    [property: Description("iwm_...")] string Id,
    [property: Description("What the provider knows it by; a repeat has the same.")] string Identity,
    DateTimeOffset ReceivedAt,
    IncomingState State,
    [property: Description("When it was handled; null: not yet.")] DateTimeOffset? SettledAt,
    [property: Description("The synchronisation that it started, alone or with others.")] string? RunId,
    [property: Description("Why nothing was done.")] string? Note,
    [property: Description("How often it was replayed.")] int Replays
)
{
    public static IncomingMessageView From(IncomingMessage message) =>
        new(
            message.Id,
            message.Identity,
            message.ReceivedAt,
            message.State,
            message.SettledAt,
            message.RunId,
            message.Note,
            message.Replays
        );
}

/// <summary>A message with what came.</summary>
internal sealed record IncomingMessageDetails(
    IncomingMessageView Message,
    [property: Description("What it tells of.")] IReadOnlyList<IncomingEventView> Events,
    [property: Description("The body as it came: as text, or in base64 where it is no UTF-8.")] string Body,
    [property: Description("Whether the body is in base64.")] bool IsBase64
);

/// <summary>One thing that a message tells of.</summary>
internal sealed record IncomingEventView(
    string Id,
    [property: Description("As the provider calls it.")] string Type,
    [property: Description("What it happened to, as the provider names it.")] string? Subject,
    DateTimeOffset? At
);
