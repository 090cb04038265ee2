using System.Globalization;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>
/// Reads the feed for each endpoint: its position and the deliveries that come of a page are written together, so that an event is queued once,
/// whoever reads and whatever is killed. An endpoint that is disabled doesn't read, and goes on where it stood.
/// </summary>
public sealed class EventReader(IDocumentStores stores, IEventFeed feed, IMessageQueue queue, TimeProvider clock)
{
    internal const string Position = "position";

    // A delivery and a message each, and the position: a batch holds a hundred.
    private const int PageSize = 45;

    /// <summary>Something was added to a tenant's feed: asks each endpoint that is enabled to read it.</summary>
    /// <param name="tenantId">Whose feed.</param>
    /// <param name="last">The newest event; told again, it asks once.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Tell(string tenantId, PlatformEvent last, CancellationToken ct = default)
    {
        var query = new DocumentQuery(WebhookEndpoints.Group)
            .Where("enabled", Compare.Equal, true)
            .Limit(WebhookEndpoints.Most);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        if (page.Documents.Count > 0)
        {
            var messages = page.Documents.Select(endpoint =>
                new WebhookWork(endpoint.Path.Id).Message(tenantId, Identifiers.From("msg", endpoint.Path.Id, last.Id))
            );
            await queue.SendMany([.. messages], ct).ConfigureAwait(false);
        }
    }

    /// <summary>Queues what the endpoint has not read yet.</summary>
    public async Task Read(string tenantId, WebhookEndpoint endpoint, CancellationToken ct = default)
    {
        var store = stores.ForTenant(tenantId);
        var deliveries = WebhookEndpoints.DeliveriesOf(endpoint.Id);
        while (endpoint.Enabled)
        {
            var stored =
                await store.Get(deliveries.Document(Position), ct).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The endpoint {endpoint.Id} has no position in the feed.");
            var position = stored.As(OutgoingJson.Default.FeedPosition);
            var page = await feed.List(tenantId, new(After: position.After), PageSize, null, ct).ConfigureAwait(false);
            if (page.Events.Count == 0)
            {
                return;
            }
            var batch = new DocumentBatch(deliveries).Set(
                Position,
                position with
                {
                    After = page.Events[^1].Sequence,
                },
                OutgoingJson.Default.FeedPosition,
                stored.ETag
            );
            await Queue(batch, store, endpoint, page.Events, null, ct).ConfigureAwait(false);
            // In conflict another one reads as well: from where it came to.
            await store.Commit(batch, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Queues the next page of a replay, and asks for the one behind it.</summary>
    public async Task Replay(string tenantId, WebhookEndpoint endpoint, string replayId, CancellationToken ct = default)
    {
        var store = stores.ForTenant(tenantId);
        var deliveries = WebhookEndpoints.DeliveriesOf(endpoint.Id);
        var stored = await store.Get(deliveries.Document(replayId), ct).ConfigureAwait(false);
        if (stored?.As(OutgoingJson.Default.WebhookReplay) is not { State: ReplayState.Running } replay)
        {
            return;
        }
        var page = await feed.List(tenantId, new(From: replay.From, To: replay.To), PageSize, replay.Cursor, ct)
            .ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var wanted = page.Events.Count(endpoint.Wants);
        var next = replay with
        {
            Queued = replay.Queued + wanted,
            Cursor = page.Next,
            State = page.Next is null ? ReplayState.Finished : ReplayState.Running,
            FinishedAt = page.Next is null ? now : null,
        };
        var batch = new DocumentBatch(deliveries).Set(
            replayId,
            next,
            OutgoingJson.Default.WebhookReplay,
            stored.ETag,
            stored.ExpiresAt
        );
        await Queue(batch, store, endpoint, page.Events, replayId, ct).ConfigureAwait(false);
        if (page.Next is not null)
        {
            var id = Identifiers.From("msg", replayId, next.Queued.ToString(CultureInfo.InvariantCulture), page.Next);
            batch.Send(new WebhookWork(endpoint.Id, ReplayId: replayId).Message(tenantId, id));
        }
        // In conflict another one has done this page.
        await store.Commit(batch, ct).ConfigureAwait(false);
    }

    /// <summary>Asks for the deliveries of every subject that has some waiting.</summary>
    public async Task Wake(string tenantId, WebhookEndpoint endpoint, CancellationToken ct = default)
    {
        var query = new DocumentQuery(WebhookEndpoints.DeliveriesOf(endpoint.Id))
            .Where("state", nameof(DeliveryState.Waiting))
            .OrderBy("sequence")
            .Limit(200);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var document in stores.ForTenant(tenantId).QueryAll(query, ct).ConfigureAwait(false))
        {
            var subject = document.As(OutgoingJson.Default.WebhookDelivery).Subject;
            if (seen.Add(subject))
            {
                await queue
                    .Send(new WebhookWork(endpoint.Id, subject).Message(tenantId, Identifiers.New("msg", clock)), ct)
                    .ConfigureAwait(false);
            }
        }
    }

    private async Task Queue(
        DocumentBatch batch,
        IDocumentStore store,
        WebhookEndpoint endpoint,
        IReadOnlyList<PlatformEvent> events,
        string? replayId,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var before = new Dictionary<string, long?>(StringComparer.Ordinal);
        foreach (var one in events.Where(endpoint.Wants))
        {
            if (!before.TryGetValue(one.Subject, out var previous))
            {
                previous = await Previous(store, batch.Collection, one, ct).ConfigureAwait(false);
            }
            before[one.Subject] = one.SubjectSequence;
            var delivery = WebhookDelivery.Of(one, endpoint.Id, previous, replayId, now);
            batch.Create(delivery.Id, delivery, OutgoingJson.Default.WebhookDelivery, now + DeliveryLog.Kept);
        }
        foreach (var subject in before.Keys)
        {
            var id = Identifiers.From("msg", endpoint.Id, subject, replayId ?? "", events[^1].Id);
            batch.Send(new WebhookWork(endpoint.Id, subject).Message(store.TenantId, id));
        }
    }

    private static async Task<long?> Previous(
        IDocumentStore store,
        CollectionPath deliveries,
        PlatformEvent one,
        CancellationToken ct
    )
    {
        var query = new DocumentQuery(deliveries)
            .Where("subject", one.Subject)
            .Where("sequence", Compare.Less, one.Sequence)
            .OrderBy("sequence", descending: true)
            .Limit(1);
        var page = await store.Query(query, ct).ConfigureAwait(false);
        return page.Documents is [var last] ? last.As(OutgoingJson.Default.WebhookDelivery).SubjectSequence : null;
    }
}
