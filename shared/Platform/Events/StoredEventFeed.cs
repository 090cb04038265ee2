using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Platform.Events;

/// <summary>
/// The feed as documents of each tenant: an event each, a count of the tenant's and one of each subject's, all in one collection so that an
/// event and its numbers are written together.
/// </summary>
internal sealed class StoredEventFeed(IDocumentStores stores, TimeProvider clock) : IEventFeed
{
    public const string Group = "events";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Longer than any of its events: a number is never given twice while somebody could remember it.
    private static readonly TimeSpan CountKept = TimeSpan.FromDays(400);
    private static readonly DocumentPath Head = new($"{Group}/count");

    public async Task<IReadOnlyList<PlatformEvent>> Append(
        string tenantId,
        string messageId,
        PublishedChanges changes,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        var ids = changes.Changes.Select((_, i) => EventId(tenantId, messageId, i)).ToList();
        while (true)
        {
            if (await Known(store, ids, ct).ConfigureAwait(false) is { } known)
            {
                return known;
            }
            if (await TryAppend(store, ids, changes, ct).ConfigureAwait(false) is { } appended)
            {
                return appended;
            }
        }
    }

    public async Task<PlatformEvent?> Get(string tenantId, string id, CancellationToken ct = default) =>
        IdRules.IsId(id)
        && id.StartsWith("evt_", StringComparison.Ordinal)
        && await stores.ForTenant(tenantId).Get($"{Group}/{id}", ct).ConfigureAwait(false) is { } document
            ? document.As(EventsJson.Default.PlatformEvent)
            : null;

    public async Task<EventPage> List(
        string tenantId,
        EventFilter filter,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var order =
            filter.From is not null || filter.To is not null ? "at"
            : filter.Subject is null ? "sequence"
            : "subjectSequence";
        var query = new DocumentQuery(Group).Limit(limit).OrderBy(order).StartAfter(cursor);
        query = filter.Subject is null ? query : query.Where("subject", filter.Subject);
        query = filter.Type is null ? query : query.Where("type", filter.Type);
        query = order == "at" ? Within(query, filter) : query.Where(order, Compare.Greater, filter.After ?? 0);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(EventsJson.Default.PlatformEvent))], page.Next);
    }

    public async Task<long> Last(string tenantId, CancellationToken ct = default) =>
        (await stores.ForTenant(tenantId).Get(Head, ct).ConfigureAwait(false))?.As(EventsJson.Default.EventCount).Last
        ?? 0;

    private static DocumentQuery Within(DocumentQuery query, EventFilter filter)
    {
        // As it is stored: in UTC.
        var from = filter.From?.ToUniversalTime() ?? DateTimeOffset.MinValue;
        query = query.Where("at", Compare.GreaterOrEqual, JsonValue.Create(from));
        return filter.To is { } to ? query.Where("at", Compare.Less, JsonValue.Create(to.ToUniversalTime())) : query;
    }

    private static string EventId(string tenantId, string messageId, int index) =>
        Identifiers.From("evt", tenantId, messageId, index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string CountId(string subject) => Identifiers.From("count", subject);

    private static async Task<IReadOnlyList<PlatformEvent>?> Known(
        IDocumentStore store,
        List<string> ids,
        CancellationToken ct
    )
    {
        var found = await store.GetMany(Group, ids, ct).ConfigureAwait(false);
        return found[0] is null
            ? null
            : [.. found.OfType<Document>().Select(d => d.As(EventsJson.Default.PlatformEvent))];
    }

    // Null where somebody else came between.
    private async Task<IReadOnlyList<PlatformEvent>?> TryAppend(
        IDocumentStore store,
        List<string> ids,
        PublishedChanges changes,
        CancellationToken ct
    )
    {
        var subjects = changes.Changes.Select(change => change.Path).Distinct(StringComparer.Ordinal).ToList();
        var countIds = subjects.Select(CountId).Prepend(Head.Id).ToList();
        var counts = await store.GetMany(Group, countIds, ct).ConfigureAwait(false);
        var last = counts.Select(c => c?.As(EventsJson.Default.EventCount).Last ?? 0).ToArray();
        var now = clock.GetUtcNow();
        var batch = new DocumentBatch(Group);
        var events = new List<PlatformEvent>();
        for (var i = 0; i < changes.Changes.Count; i++)
        {
            var change = changes.Changes[i];
            var one = new PlatformEvent(
                ids[i],
                ++last[0],
                $"{change.Type}.{change.Verb.ToString().ToLowerInvariant()}",
                change.Path,
                ++last[1 + subjects.IndexOf(change.Path)],
                changes.At,
                changes.Origin,
                change.After,
                change.Before,
                change.Omitted
            );
            events.Add(one);
            batch.Create(one.Id, one, EventsJson.Default.PlatformEvent, now + Kept);
        }
        for (var i = 0; i < countIds.Count; i++)
        {
            var count = new EventCount(last[i]);
            DateTimeOffset? end = i == 0 ? null : now + CountKept;
            _ = counts[i] is { } there
                ? batch.Set(countIds[i], count, EventsJson.Default.EventCount, there.ETag, end)
                : batch.Create(countIds[i], count, EventsJson.Default.EventCount, end);
        }
        return (await store.Commit(batch, ct).ConfigureAwait(false)).Conflict is null ? events : null;
    }
}

/// <summary>Puts the feed into the services.</summary>
public static class EventServices
{
    /// <summary>Adds <see cref="IEventFeed"/>; needs documents and a clock.</summary>
    public static IServiceCollection AddEventFeed(this IServiceCollection services) =>
        services
            .AddSingleton<IEventFeed, StoredEventFeed>()
            .AddDocumentGroup(
                new DocumentGroup(StoredEventFeed.Group)
                    .Index("sequence")
                    .Index("type", "sequence")
                    .Index("subject", "subjectSequence")
                    .Index("subject", "type", "subjectSequence")
                    .Index("at")
                    .Index("type", "at")
                    .Index("subject", "at")
                    .Index("subject", "type", "at")
            );
}
