using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>
/// What was sent to an endpoint, and how it went. Errors: <c>webhook-delivery-not-found</c>, <c>webhook-replay-not-found</c> (Permanent),
/// <c>validation-failed</c> (Validation, with a pointer).
/// </summary>
public sealed class DeliveryLog(IDocumentStores stores, TimeProvider clock)
{
    internal const string Group = "webhookDeliveries";

    /// <summary>How long a delivery is kept; as long as its event.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The delivery, or null.</summary>
    public async Task<WebhookDelivery?> Get(
        string tenantId,
        string endpointId,
        string id,
        CancellationToken ct = default
    ) =>
        await Read(tenantId, endpointId, id, "whd_", ct).ConfigureAwait(false) is { } document
            ? document.As(OutgoingJson.Default.WebhookDelivery)
            : null;

    /// <summary>The replay of a period, or null.</summary>
    public async Task<WebhookReplay?> GetReplay(
        string tenantId,
        string endpointId,
        string id,
        CancellationToken ct = default
    ) =>
        await Read(tenantId, endpointId, id, "whr_", ct).ConfigureAwait(false) is { } document
            ? document.As(OutgoingJson.Default.WebhookReplay)
            : null;

    /// <summary>A page, newest first; 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<WebhookDeliveryPage> List(
        string tenantId,
        string endpointId,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(WebhookEndpoints.DeliveriesOf(endpointId))
            // The endpoint's position and its replays lie beside, and have no such time.
            .Where("queuedAt", Compare.Greater, "")
            .OrderBy("queuedAt", descending: true)
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(OutgoingJson.Default.WebhookDelivery))], page.Next);
    }

    /// <summary>Sends one event once more, as a delivery of its own: in its old place among those of its subject that wait.</summary>
    public async Task<Result<WebhookDelivery>> Replay(
        string tenantId,
        string endpointId,
        string id,
        CancellationToken ct = default
    )
    {
        if (await Get(tenantId, endpointId, id, ct).ConfigureAwait(false) is not { Test: null } old)
        {
            return new IntegrationError(
                ErrorKind.Permanent,
                "webhook-delivery-not-found",
                $"The endpoint has no delivery '{id}' of an event."
            );
        }
        var now = clock.GetUtcNow();
        var again = old with
        {
            Id = Identifiers.New("whd", clock),
            State = DeliveryState.Waiting,
            QueuedAt = now,
            NextAttemptAt = null,
            ClaimedUntil = null,
            AttemptCount = 0,
            Attempts = [],
            ReplayId = old.Id,
            SettledAt = null,
        };
        var batch = new DocumentBatch(WebhookEndpoints.DeliveriesOf(endpointId))
            .Create(again.Id, again, OutgoingJson.Default.WebhookDelivery, now + Kept)
            .Send(new WebhookWork(endpointId, again.Subject).Message(tenantId, Identifiers.From("msg", again.Id)));
        (await stores.ForTenant(tenantId).Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
        return again;
    }

    /// <summary>Sends the events of a period once more: those that the endpoint wants as it is now.</summary>
    public async Task<Result<WebhookReplay>> ReplayPeriod(
        string tenantId,
        string endpointId,
        string userId,
        DateTimeOffset from,
        DateTimeOffset? to,
        CancellationToken ct = default
    )
    {
        var now = clock.GetUtcNow();
        var end = to is { } given && given < now ? given : now;
        if (from >= end)
        {
            return new IntegrationError(
                ErrorKind.Validation,
                "validation-failed",
                $"'from' must be before 'to' and before now ({now:O}); got {from:O}.",
                "/from"
            );
        }
        var replay = new WebhookReplay(
            Identifiers.New("whr", clock),
            from,
            end,
            ReplayState.Running,
            0,
            null,
            now,
            userId
        );
        var batch = new DocumentBatch(WebhookEndpoints.DeliveriesOf(endpointId))
            .Create(replay.Id, replay, OutgoingJson.Default.WebhookReplay, now + Kept)
            .Send(
                new WebhookWork(endpointId, ReplayId: replay.Id).Message(tenantId, Identifiers.From("msg", replay.Id))
            );
        (await stores.ForTenant(tenantId).Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
        return replay;
    }

    private async Task<Document?> Read(
        string tenantId,
        string endpointId,
        string id,
        string prefix,
        CancellationToken ct
    ) =>
        IdRules.IsId(endpointId) && IdRules.IsId(id) && id.StartsWith(prefix, StringComparison.Ordinal)
            ? await stores
                .ForTenant(tenantId)
                .Get(WebhookEndpoints.DeliveriesOf(endpointId).Document(id), ct)
                .ConfigureAwait(false)
            : null;
}
