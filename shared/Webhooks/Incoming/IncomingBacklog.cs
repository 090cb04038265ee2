using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>What was taken in and not handled yet: the change feed of the messages, behind a durable cursor.</summary>
public sealed class IncomingBacklog(IDocumentStores stores, TimeProvider clock)
{
    internal const string State = "incomingState";
    internal const string Subjects = "incomingSubjects";

    /// <summary>How many messages are handled together.</summary>
    public const int PageSize = 500;

    private static readonly TimeSpan Tail = TimeSpan.FromDays(30);

    /// <summary>The next messages, in the order in which they were stored, with what each of them still has to tell.</summary>
    public async Task<BacklogPage> Read(
        string tenantId,
        string webhookId,
        IWebhookProvider provider,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        var progress = await store.Get(Progress(webhookId), ct).ConfigureAwait(false);
        var from = progress?.As(IncomingJson.Default.WebhookProgress).Cursor;
        ChangePage changes;
        try
        {
            changes = await store.ReadChanges(IncomingInbox.In(webhookId), from, PageSize, ct).ConfigureAwait(false);
        }
        catch (ChangeCursorExpiredException)
        {
            // Nothing came for so long that the feed was cut short. From its beginning; what is settled is passed over.
            changes = await store.ReadChanges(IncomingInbox.In(webhookId), null, PageSize, ct).ConfigureAwait(false);
        }
        var waiting = changes
            .Changes.Where(change => change.Kind != ChangeKind.Deleted)
            .Select(change => change.Document.As(IncomingJson.Default.IncomingMessage))
            .Where(message => message.State == IncomingState.Accepted)
            .Select(message => (Message: message, Events: provider.Events(message.Bytes())))
            .ToArray();
        var known = await Known(store, webhookId, waiting.SelectMany(w => w.Events), ct).ConfigureAwait(false);
        var news = new Dictionary<string, SubjectState>(StringComparer.Ordinal);
        var items = waiting.Select(w => new BacklogItem(
            w.Message.Id,
            w.Message.ReplayedAt ?? w.Message.ReceivedAt,
            Judge(w.Message, w.Events, known, news)
        ));
        return new(changes.Cursor, [.. items], changes.Changes.Count >= PageSize, news);
    }

    /// <summary>
    /// Says what became of a page. In this order, so that a crash in between leaves messages to be handled once more, and none behind: what is
    /// known of the subjects, the messages, the cursor.
    /// </summary>
    public async Task Settle(
        string tenantId,
        string webhookId,
        BacklogPage page,
        string? runId,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        var below = new DocumentPath($"{IncomingWebhooks.Group}/{webhookId}");
        var expiry = clock.GetUtcNow() + Tail;
        foreach (var chunk in page.News.Chunk(DocumentBatch.MaxOperations))
        {
            var batch = new DocumentBatch(below.Sub(Subjects));
            foreach (var (id, state) in chunk)
            {
                batch.Set(id, state, IncomingJson.Default.SubjectState, expiresAt: expiry);
            }
            (await store.Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
        }
        foreach (var chunk in page.Items.Chunk(DocumentBatch.MaxOperations))
        {
            await Settle(store, webhookId, [.. chunk], runId, ct).ConfigureAwait(false);
        }
        await store
            .Set(Progress(webhookId), new(page.Cursor), IncomingJson.Default.WebhookProgress, ct: ct)
            .ConfigureAwait(false);
    }

    private async Task Settle(
        IDocumentStore store,
        string webhookId,
        List<BacklogItem> items,
        string? runId,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        while (items.Count > 0)
        {
            var batch = new DocumentBatch(IncomingInbox.In(webhookId));
            foreach (var item in items)
            {
                batch.Update(item.Id, Settled(item.State, runId, now));
            }
            var result = await store.Commit(batch, ct).ConfigureAwait(false);
            if (result.Conflict is not { } gone)
            {
                return;
            }
            // Expired meanwhile: there is nothing to say of it any more.
            items.RemoveAll(item => item.Id == gone.Id);
        }
    }

    private static DocumentUpdate Settled(IncomingState state, string? runId, DateTimeOffset now)
    {
        var update = new DocumentUpdate()
            .Set("state", state.ToString().ToLowerInvariant())
            .Set("settledAt", now, IncomingJson.Default.DateTimeOffset);
        return state switch
        {
            IncomingState.Processed => update.Set("runId", runId),
            IncomingState.Superseded => update.Set("note", "What it tells of is not newer than what was heard before."),
            _ => update.Set("note", "It names nothing that has changed, such as a probe of the address."),
        };
    }

    private static IncomingState Judge(
        IncomingMessage message,
        IReadOnlyList<WebhookEvent> events,
        Dictionary<string, SubjectState> known,
        Dictionary<string, SubjectState> news
    )
    {
        if (events.Count == 0)
        {
            return IncomingState.Ignored;
        }
        // All of them are looked at: each may be the newest of its subject.
        var fresh = events.Count(e => IsNews(e, known, news));
        return fresh > 0 || message.Replays > 0 ? IncomingState.Processed : IncomingState.Superseded;
    }

    private static bool IsNews(
        WebhookEvent told,
        Dictionary<string, SubjectState> known,
        Dictionary<string, SubjectState> news
    )
    {
        if (told.Subject is null || told.Version is not { } version)
        {
            return true;
        }
        var id = SubjectId(told.Subject);
        var isNews =
            !known.TryGetValue(id, out var before)
            || version > before.Version
            || (version == before.Version && told.Id != before.EventId);
        if (isNews)
        {
            known[id] = news[id] = new(told.Subject, told.Id, version);
        }
        return isNews;
    }

    private static async Task<Dictionary<string, SubjectState>> Known(
        IDocumentStore store,
        string webhookId,
        IEnumerable<WebhookEvent> events,
        CancellationToken ct
    )
    {
        var ids = events.Select(e => e.Subject).OfType<string>().Distinct(StringComparer.Ordinal).Select(SubjectId);
        var collection = new DocumentPath($"{IncomingWebhooks.Group}/{webhookId}").Sub(Subjects);
        var known = new Dictionary<string, SubjectState>(StringComparer.Ordinal);
        foreach (var chunk in ids.Chunk(1000))
        {
            foreach (var found in await store.GetMany(collection, chunk, ct).ConfigureAwait(false))
            {
                if (found is not null)
                {
                    known[found.Path.Id] = found.As(IncomingJson.Default.SubjectState);
                }
            }
        }
        return known;
    }

    private static string SubjectId(string subject) => Identifiers.From("iws", subject);

    private static DocumentPath Progress(string webhookId) => $"{IncomingWebhooks.Group}/{webhookId}/{State}/progress";
}

/// <summary>A message to be handled, since when, and what will have become of it.</summary>
public sealed record BacklogItem(string Id, DateTimeOffset AskedAt, IncomingState State);

/// <summary>Messages that are handled together. <see cref="HasMore"/>: others may be behind them.</summary>
public sealed record BacklogPage(string Cursor, IReadOnlyList<BacklogItem> Items, bool HasMore)
{
    internal BacklogPage(
        string cursor,
        IReadOnlyList<BacklogItem> items,
        bool hasMore,
        IReadOnlyDictionary<string, SubjectState> news
    )
        : this(cursor, items, hasMore) => News = news;

    internal IReadOnlyDictionary<string, SubjectState> News { get; } = new Dictionary<string, SubjectState>();

    /// <summary>When the last message came that asks for a synchronisation; null: none does.</summary>
    public DateTimeOffset? LatestNews =>
        Items.Where(item => item.State == IncomingState.Processed).Max(item => (DateTimeOffset?)item.AskedAt);
}
