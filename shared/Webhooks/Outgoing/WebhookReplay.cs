namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>The events of a period once more, page by page; stored beside the endpoint's deliveries.</summary>
/// <param name="Id"><c>whr_...</c></param>
/// <param name="From">Events from then on.</param>
/// <param name="To">Events before then.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Queued">Events that were queued so far.</param>
/// <param name="Cursor">Where to go on in the feed.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="StartedBy">By whom.</param>
/// <param name="FinishedAt">When all of them were queued.</param>
/// <param name="SchemaVersion">Of this shape.</param>
public sealed record WebhookReplay(
    string Id,
    DateTimeOffset From,
    DateTimeOffset To,
    ReplayState State,
    int Queued,
    string? Cursor,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? FinishedAt = null,
    int SchemaVersion = 1
);

/// <summary>Where a replay stands.</summary>
public enum ReplayState
{
    /// <summary>There may be more to queue.</summary>
    Running,

    /// <summary>All events of the period are queued; their deliveries say how each went.</summary>
    Finished,
}
