using System.Collections.Concurrent;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>
/// Takes messages in: one document each, which is on disk when <see cref="Take"/> returns; those of a webhook that wait at the same time share a
/// write. With the first document after a while a queue message goes into the same write; it is due in <see cref="Pause"/> and stands for all that
/// is committed before it is due, so that thousands of messages a second cost one queue message a second.
/// </summary>
public sealed class IncomingInbox(IDocumentStores stores, TimeProvider clock)
{
    /// <summary>The queue that says which webhook has something to do.</summary>
    public const string Queue = "incoming-webhooks";

    internal const string Messages = "incomingMessages";

    /// <summary>From the first message of a burst to what is done for it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>How long a message is kept, and its repeats are known by it.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<(string Tenant, string Webhook), IncomingLane> _lanes = new();

    /// <summary>Stores a message durably; false where it is there already, which changes nothing.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="webhookId">Which webhook's.</param>
    /// <param name="identity">What the provider knows it by.</param>
    /// <param name="body">The bytes that came.</param>
    /// <param name="ct">Stops waiting; the message is stored all the same.</param>
    public Task<bool> Take(
        string tenantId,
        string webhookId,
        string identity,
        ReadOnlyMemory<byte> body,
        CancellationToken ct = default
    ) =>
        _lanes
            .GetOrAdd(
                (tenantId, webhookId),
                static (key, with) => new(with.stores.ForTenant(key.Tenant), key.Webhook, with.clock),
                (stores, clock)
            )
            .Take(identity, body)
            .WaitAsync(ct);

    /// <summary>Handles a message again; null where there is none.</summary>
    public async Task<IncomingMessage?> Replay(
        string tenantId,
        string webhookId,
        string id,
        CancellationToken ct = default
    )
    {
        if (await Get(tenantId, webhookId, id, ct).ConfigureAwait(false) is null)
        {
            return null;
        }
        var now = clock.GetUtcNow();
        var update = new DocumentUpdate()
            .Set("state", "accepted")
            .Remove("settledAt")
            .Remove("runId")
            .Remove("note")
            .Set("replayedAt", now, IncomingJson.Default.DateTimeOffset)
            .Increment("replays", 1);
        var batch = new DocumentBatch(In(webhookId))
            .Update(id, update)
            .Send(IncomingNudge.To(tenantId, webhookId, now, clock));
        var result = await stores.ForTenant(tenantId).Commit(batch, ct).ConfigureAwait(false);
        return result.Conflict is null ? await Get(tenantId, webhookId, id, ct).ConfigureAwait(false) : null;
    }

    /// <summary>The message, or null.</summary>
    public async Task<IncomingMessage?> Get(
        string tenantId,
        string webhookId,
        string id,
        CancellationToken ct = default
    ) =>
        IdRules.IsId(webhookId) && IdRules.IsId(id)
            ? (await stores.ForTenant(tenantId).Get(In(webhookId).Document(id), ct).ConfigureAwait(false))?.As(
                IncomingJson.Default.IncomingMessage
            )
            : null;

    /// <summary>A page, newest first; 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<IncomingMessagePage> List(
        string tenantId,
        string webhookId,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(In(webhookId))
            .OrderBy("receivedAt", descending: true)
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(IncomingJson.Default.IncomingMessage))], page.Next);
    }

    /// <summary>
    /// Asks for a webhook's messages to be looked at again, at the next full multiple of <paramref name="after"/>: whoever asks for the same time asks
    /// once, however many do.
    /// </summary>
    public Task LookAgain(string tenantId, string webhookId, TimeSpan after, CancellationToken ct = default)
    {
        var due = new DateTimeOffset(((clock.GetUtcNow().UtcTicks / after.Ticks) + 2) * after.Ticks, TimeSpan.Zero);
        var time = due.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Send(
            tenantId,
            webhookId,
            IncomingNudge.To(tenantId, webhookId, due, clock, Identifiers.From("msg", webhookId, time)),
            ct
        );
    }

    internal static CollectionPath In(string webhookId) => new($"{IncomingWebhooks.Group}/{webhookId}/{Messages}");

    /// <summary>
    /// The id of the message that a provider knows by an identity. Most providers make theirs in order of time, and what is written in order is written
    /// faster: where it can be an id it is kept, else it is hashed.
    /// </summary>
    public static string IdOf(string identity) =>
        identity.Length <= 90 && IdRules.IsId(identity) ? $"iwm_{identity}" : Identifiers.From("iwmh", identity);

    private async Task Send(string tenantId, string webhookId, OutgoingMessage nudge, CancellationToken ct) =>
        (
            await stores
                .ForTenant(tenantId)
                .Commit(new DocumentBatch(In(webhookId)).Send(nudge), ct)
                .ConfigureAwait(false)
        ).EnsureCommitted();
}
