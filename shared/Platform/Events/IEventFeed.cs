namespace IntegrationFunctions.Platform.Events;

/// <summary>What happened in a tenant, in order. Whoever wants to know reads this; nobody who changes something calls them.</summary>
public interface IEventFeed
{
    /// <summary>Adds the changes of one message. Told again, it adds nothing and answers with what it added then.</summary>
    /// <param name="tenantId">Whose feed.</param>
    /// <param name="messageId">Recognises a repeat.</param>
    /// <param name="changes">What changed.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<PlatformEvent>> Append(
        string tenantId,
        string messageId,
        PublishedChanges changes,
        CancellationToken ct = default
    );

    /// <summary>The event; null where there is none, or it is older than the feed goes back.</summary>
    Task<PlatformEvent?> Get(string tenantId, string id, CancellationToken ct = default);

    /// <summary>The sequence of the newest event; 0 where nothing has happened yet.</summary>
    Task<long> Last(string tenantId, CancellationToken ct = default);

    /// <summary>A page, oldest first.</summary>
    /// <exception cref="ArgumentException">The cursor was not made by this list.</exception>
    Task<EventPage> List(
        string tenantId,
        EventFilter filter,
        int limit,
        string? cursor,
        CancellationToken ct = default
    );
}

/// <summary>Which events; null: all.</summary>
/// <param name="Type">Of this type.</param>
/// <param name="Subject">Of this thing.</param>
/// <param name="After">Behind this sequence: the subject's own where one is named, or else the tenant's.</param>
/// <param name="From">Committed then or later.</param>
/// <param name="To">Committed before.</param>
public sealed record EventFilter(
    string? Type = null,
    string? Subject = null,
    long? After = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);

/// <summary>A page; <paramref name="Next"/> is null on the last one.</summary>
public sealed record EventPage(IReadOnlyList<PlatformEvent> Events, string? Next);
