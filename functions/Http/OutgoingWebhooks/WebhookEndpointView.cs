using System.ComponentModel;
using IntegrationFunctions.Webhooks.Outgoing;

namespace IntegrationFunctions.Functions.Http.OutgoingWebhooks;

/// <summary>An endpoint as the API shows it.</summary>
internal sealed record WebhookEndpointView(
    [property: Description("whe_...")] string Id,
    [property: Description("Where events are posted to.")] string Url,
    string? Description,
    [property: Description("Which events: payment.updated, payment.* or *.")] IReadOnlyList<string> Types,
    [property: Description(
        "Fields of the event's object (dotted paths) and the texts that they may have, in whatever case; all must hold."
    )]
        IReadOnlyDictionary<string, IReadOnlyList<string>> Filter,
    [property: Description("Whether anything is sent. What happens meanwhile is sent afterwards, up to 30 days back.")]
        bool Enabled,
    [property: Description("How many events a second it takes.")] int MaxPerSecond,
    [property: Description(
        "healthy, failing (nothing has arrived since failingSince), warned (it will be disabled) or disabled."
    )]
        EndpointHealth Health,
    [property: Description("Since when nothing has arrived.")] DateTimeOffset? FailingSince,
    [property: Description("When it was disabled.")] DateTimeOffset? DisabledAt,
    [property: Description("requested: by somebody; failing: nothing arrived for 5 days; gone: it answered 410.")]
        DisabledReason? DisabledReason,
    [property: Description("When each secret was made that signs now, the newest first. Their values are never shown.")]
        IReadOnlyList<DateTimeOffset> SecretsAddedAt,
    DateTimeOffset CreatedAt,
    [property: Description("The user who made it.")] string CreatedBy,
    DateTimeOffset UpdatedAt,
    [property: Description("Grows with every change; the same number as in the ETag.")] int Version
)
{
    public static WebhookEndpointView From(WebhookEndpoint endpoint, DateTimeOffset now) =>
        new(
            endpoint.Id,
            endpoint.Url,
            endpoint.Description,
            endpoint.Types,
            endpoint.Filter,
            endpoint.Enabled,
            endpoint.MaxPerSecond,
            !endpoint.Enabled ? EndpointHealth.Disabled
                : endpoint.WarnedAt is not null ? EndpointHealth.Warned
                : endpoint.FailingSince is not null ? EndpointHealth.Failing
                : EndpointHealth.Healthy,
            endpoint.FailingSince,
            endpoint.DisabledAt,
            endpoint.DisabledReason,
            [
                .. endpoint
                    .Secrets.Where(secret => secret.EndsAt is not { } end || end > now)
                    .Select(secret => secret.AddedAt),
            ],
            endpoint.CreatedAt,
            endpoint.CreatedBy,
            endpoint.UpdatedAt,
            endpoint.Version
        );
}

/// <summary>How an endpoint is.</summary>
internal enum EndpointHealth
{
    Healthy,
    Failing,
    Warned,
    Disabled,
}

/// <summary>An endpoint with the secret that was just made for it.</summary>
internal sealed record NewWebhookEndpointView(
    WebhookEndpointView Endpoint,
    [property: Description("whsec_..., to check signatures with (Standard Webhooks). Shown this once.")] string Secret
)
{
    public static NewWebhookEndpointView From(WebhookEndpoint endpoint, DateTimeOffset now) =>
        new(WebhookEndpointView.From(endpoint, now), endpoint.Secrets[0].Value);
}

/// <summary>One event on its way to one endpoint.</summary>
internal sealed record WebhookDeliveryView(
    [property: Description("whd_...")] string Id,
    [property: Description("The event; the receiver sees it as webhook-id, the same at each attempt and replay.")]
        string EventId,
    string Type,
    string Subject,
    [property: Description("The event's place in the feed; 0 for a test.")] long Sequence,
    long SubjectSequence,
    [property: Description("subjectSequence of the delivery of this subject before it.")] long? PreviousSequence,
    DeliveryState State,
    DateTimeOffset QueuedAt,
    [property: Description("When it is tried next; null: at once, or never again.")] DateTimeOffset? NextAttemptAt,
    [property: Description("Attempts that began.")] int Attempts,
    [property: Description("HTTP status of the last attempt; null where there was no answer.")] int? LastStatus,
    [property: Description("What went wrong at the last attempt.")] string? LastError,
    [property: Description("The delivery or the replay that it repeats.")] string? ReplayOf,
    [property: Description("When it was delivered or given up.")] DateTimeOffset? SettledAt
)
{
    public static WebhookDeliveryView From(WebhookDelivery delivery)
    {
        var last = delivery.Attempts.Count > 0 ? delivery.Attempts[^1] : null;
        return new(
            delivery.Id,
            delivery.EventId,
            delivery.Type,
            delivery.Subject,
            delivery.Sequence,
            delivery.SubjectSequence,
            delivery.PreviousSequence,
            delivery.State,
            delivery.QueuedAt,
            delivery.NextAttemptAt,
            delivery.AttemptCount,
            last?.Status,
            last?.Message,
            delivery.ReplayId,
            delivery.SettledAt
        );
    }
}

/// <summary>A delivery with how each attempt went.</summary>
internal sealed record WebhookDeliveryDetails(WebhookDeliveryView Delivery, IReadOnlyList<WebhookAttemptView> Attempts)
{
    public static WebhookDeliveryDetails From(WebhookDelivery delivery) =>
        new(
            WebhookDeliveryView.From(delivery),
            [
                .. delivery.Attempts.Select(attempt => new WebhookAttemptView(
                    attempt.At,
                    attempt.Milliseconds,
                    attempt.Status,
                    attempt.Error,
                    attempt.Message,
                    attempt.Answer
                )),
            ]
        );
}

/// <summary>One attempt.</summary>
internal sealed record WebhookAttemptView(
    DateTimeOffset At,
    [property: Description("How long it took.")] long Milliseconds,
    [property: Description("HTTP status of the answer; null where there was none.")] int? Status,
    [property: Description("Why there was none, such as timed-out, host-unreachable or egress-refused.")] string? Error,
    string? Message,
    [property: Description("The first 1,024 bytes of the answer.")] string? Answer
);

/// <summary>The events of a period once more.</summary>
internal sealed record WebhookReplayView(
    [property: Description("whr_...")] string Id,
    DateTimeOffset From,
    DateTimeOffset To,
    [property: Description("running until all events of the period are queued; their deliveries say how each went.")]
        ReplayState State,
    [property: Description("Events that were queued so far.")] int Queued,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? FinishedAt
)
{
    public static WebhookReplayView Of(WebhookReplay replay) =>
        new(
            replay.Id,
            replay.From,
            replay.To,
            replay.State,
            replay.Queued,
            replay.StartedAt,
            replay.StartedBy,
            replay.FinishedAt
        );
}

/// <summary>What a person says of an endpoint.</summary>
[DisplayName("WebhookEndpointSettings")]
internal sealed record WebhookEndpointBody(
    [property: Description("Where events are posted to, such as https://erp.example.com/hooks.")] string? Url = null,
    [property: Description("For people; empty takes it away.")] string? Description = null,
    [property: Description("Which events: payment.updated, payment.* or *. All where a new endpoint has none.")]
        IReadOnlyList<string>? Types = null,
    [property: Description("Fields of the event's object and the texts that they may have: {\"status\": [\"sent\"]}.")]
        IReadOnlyDictionary<string, IReadOnlyList<string>>? Filter = null,
    [property: Description("false sends nothing until it is true again.")] bool? Enabled = null,
    [property: Description("Events a second that it takes, 1 to 10000; 50 where a new endpoint has none.")]
        int? MaxPerSecond = null
)
{
    public EndpointSettings ToSettings() => new(Url, Description, Types, Filter, Enabled, MaxPerSecond);
}
