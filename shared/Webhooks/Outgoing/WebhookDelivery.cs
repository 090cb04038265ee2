using IntegrationFunctions.Platform.Events;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>
/// One event on its way to one endpoint, and the log of how it went; stored at <c>webhookEndpoints/{id}/webhookDeliveries/{id}</c> for 30 days.
/// </summary>
/// <param name="Id"><c>whd_...</c>, made of event and replay: the same event is queued once.</param>
/// <param name="EventId">The event; the receiver sees it as <c>webhook-id</c>, the same at each attempt and replay.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Subject">What it is about. Deliveries of one subject go out one after the other, in the order of <paramref name="Sequence"/>.</param>
/// <param name="Sequence">The event's place in the feed.</param>
/// <param name="SubjectSequence">The event's place among those of its subject.</param>
/// <param name="PreviousSequence">That of the subject's event before it that this endpoint was to get; null where there is none in 30 days.</param>
/// <param name="State">Where it stands.</param>
/// <param name="QueuedAt">When it was found in the feed, or asked for anew.</param>
/// <param name="NextAttemptAt">Not before; null: at once.</param>
/// <param name="ClaimedUntil">An attempt is under way, at the latest until then.</param>
/// <param name="AttemptCount">Attempts that began.</param>
/// <param name="Attempts">How they went, the oldest first.</param>
/// <param name="ReplayId">The replay that asked for it.</param>
/// <param name="SettledAt">When it was delivered or given up.</param>
/// <param name="Test">The event itself where it is a test and stands in no feed.</param>
/// <param name="SchemaVersion">Of this shape.</param>
public sealed record WebhookDelivery(
    string Id,
    string EventId,
    string Type,
    string Subject,
    long Sequence,
    long SubjectSequence,
    long? PreviousSequence,
    DeliveryState State,
    DateTimeOffset QueuedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? ClaimedUntil,
    int AttemptCount,
    IReadOnlyList<DeliveryAttempt> Attempts,
    string? ReplayId = null,
    DateTimeOffset? SettledAt = null,
    PlatformEvent? Test = null,
    int SchemaVersion = 1
)
{
    /// <summary>A delivery of an event that waits for its turn.</summary>
    internal static WebhookDelivery Of(
        PlatformEvent one,
        string endpointId,
        long? previous,
        string? replayId,
        DateTimeOffset now
    ) =>
        new(
            Platform.Identifiers.From("whd", endpointId, one.Id, replayId ?? ""),
            one.Id,
            one.Type,
            one.Subject,
            one.Sequence,
            one.SubjectSequence,
            previous,
            DeliveryState.Waiting,
            now,
            null,
            null,
            0,
            [],
            replayId
        );
}

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>Its first or next attempt is to come.</summary>
    Waiting,

    /// <summary>The endpoint answered 2xx.</summary>
    Delivered,

    /// <summary>Given up; it can be replayed.</summary>
    Failed,
}

/// <summary>One attempt.</summary>
/// <param name="At">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Status">The answer's HTTP status; null where there was none.</param>
/// <param name="Error">Why there was none: a code.</param>
/// <param name="Message">The same for people.</param>
/// <param name="Answer">The first 1,024 bytes of the answer as text. Sealed.</param>
public sealed record DeliveryAttempt(
    DateTimeOffset At,
    long Milliseconds,
    int? Status,
    string? Error,
    string? Message,
    string? Answer
)
{
    /// <summary>Whether the endpoint has it.</summary>
    public bool Arrived => Status is >= 200 and <= 299;
}

/// <summary>A page; <paramref name="Next"/> is null on the last one.</summary>
public sealed record WebhookDeliveryPage(IReadOnlyList<WebhookDelivery> Deliveries, string? Next);

/// <summary>How far an endpoint has read the feed.</summary>
internal sealed record FeedPosition(long After, int SchemaVersion = 1);
