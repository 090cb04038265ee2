using System.Globalization;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>
/// Delivers what waits of a subject, oldest first, the next only when the one before has arrived or was given up. An attempt is claimed in the
/// delivery's document before it is made, so that two processes never send side by side; a claim whose process died runs out. Wherever it stops
/// with something left, a message for the time of the next step is written with the reason.
/// </summary>
public sealed class EventDelivery(
    IDocumentStores stores,
    IEventFeed feed,
    IMessageQueue queue,
    WebhookEndpoints endpoints,
    EndpointTurns turns,
    WebhookSender sender,
    TimeProvider clock
)
{
    // What waits behind is for another message, so that no subject keeps the others from their turn.
    private const int AtOnce = 20;
    private static readonly TimeSpan Claim = WebhookSender.Timeout + TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Delivers what is due of a subject.</summary>
    public async Task Run(string tenantId, WebhookEndpoint endpoint, string subject, CancellationToken ct = default)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            if (
                await endpoints.Find(tenantId, endpoint.Id, ct).ConfigureAwait(false) is not { Enabled: true } current
                || await Oldest(tenantId, current, subject, ct).ConfigureAwait(false) is not { } waiting
                || !await Step(tenantId, current, waiting, ct).ConfigureAwait(false)
            )
            {
                return;
            }
        }
        await LookAgain(tenantId, endpoint.Id, subject, clock.GetUtcNow(), ct).ConfigureAwait(false);
    }

    /// <summary>Makes one attempt at once and for itself, with an event that stands in no feed.</summary>
    public async Task<WebhookDelivery> Test(
        string tenantId,
        WebhookEndpoint endpoint,
        PlatformEvent test,
        CancellationToken ct = default
    )
    {
        var delivery = WebhookDelivery.Of(test, endpoint.Id, null, null, clock.GetUtcNow()) with { Test = test };
        var sent = await sender.Send(tenantId, endpoint, delivery, test, ct).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        delivery = delivery with
        {
            State = sent.Attempt.Arrived ? DeliveryState.Delivered : DeliveryState.Failed,
            AttemptCount = 1,
            Attempts = [sent.Attempt],
            SettledAt = now,
        };
        var batch = new DocumentBatch(WebhookEndpoints.DeliveriesOf(endpoint.Id)).Create(
            delivery.Id,
            delivery,
            OutgoingJson.Default.WebhookDelivery,
            now + DeliveryLog.Kept
        );
        (await stores.ForTenant(tenantId).Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
        return delivery;
    }

    private async Task<Document?> Oldest(
        string tenantId,
        WebhookEndpoint endpoint,
        string subject,
        CancellationToken ct
    )
    {
        var query = new DocumentQuery(WebhookEndpoints.DeliveriesOf(endpoint.Id))
            .Where("subject", subject)
            .Where("state", nameof(DeliveryState.Waiting))
            .OrderBy("sequence")
            .Limit(1);
        return (await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false)).Documents is [var one]
            ? one
            : null;
    }

    // Whether to go on with the next.
    private async Task<bool> Step(string tenantId, WebhookEndpoint endpoint, Document waiting, CancellationToken ct)
    {
        var delivery = waiting.As(OutgoingJson.Default.WebhookDelivery);
        var now = clock.GetUtcNow();
        var due = Later(delivery.NextAttemptAt, delivery.ClaimedUntil);
        if (due > now)
        {
            await LookAgain(tenantId, endpoint.Id, delivery.Subject, due.Value, ct).ConfigureAwait(false);
            return false;
        }
        using var turn = turns.TryTake(endpoint.Id);
        var wait = turn is null ? Soon : await turns.Spend(tenantId, endpoint, ct).ConfigureAwait(false);
        if (wait > TimeSpan.Zero)
        {
            await LookAgain(tenantId, endpoint.Id, delivery.Subject, now + wait, ct).ConfigureAwait(false);
            return false;
        }
        if (await feed.Get(tenantId, delivery.EventId, ct).ConfigureAwait(false) is not { } one)
        {
            var gone = new DeliveryAttempt(
                now,
                0,
                null,
                "event-gone",
                "The event is older than the feed goes back.",
                null
            );
            return await Settle(tenantId, endpoint, delivery, waiting.ETag, DeliveryState.Failed, gone, ct)
                .ConfigureAwait(false);
        }
        var claimed = delivery with { ClaimedUntil = now + Claim, AttemptCount = delivery.AttemptCount + 1 };
        if (await Write(tenantId, endpoint.Id, claimed, waiting.ETag, null, ct).ConfigureAwait(false) is not { } etag)
        {
            // Somebody else has claimed it in this moment, and may die of it.
            await LookAgain(tenantId, endpoint.Id, delivery.Subject, now + Claim, ct).ConfigureAwait(false);
            return false;
        }
        var sent = await sender.Send(tenantId, endpoint, claimed, one, ct).ConfigureAwait(false);
        if (!sent.WasMade)
        {
            var later = delivery with { NextAttemptAt = clock.GetUtcNow() + (sent.RetryAfter ?? Soon) };
            await Write(tenantId, endpoint.Id, later, etag, later.NextAttemptAt, ct).ConfigureAwait(false);
            return false;
        }
        var goesOn = await Record(tenantId, endpoint, claimed, etag, sent, ct).ConfigureAwait(false);
        await endpoints.Note(tenantId, endpoint, sent.Attempt, ct).ConfigureAwait(false);
        return goesOn;
    }

    private async Task<bool> Record(
        string tenantId,
        WebhookEndpoint endpoint,
        WebhookDelivery claimed,
        string etag,
        WebhookSender.Sent sent,
        CancellationToken ct
    )
    {
        var attempt = sent.Attempt;
        if (attempt.Arrived)
        {
            return await Settle(tenantId, endpoint, claimed, etag, DeliveryState.Delivered, attempt, ct)
                .ConfigureAwait(false);
        }
        // The same at each look at the same attempt; no two deliveries come back together.
        var random = Random(claimed);
        if (RetrySchedule.After(claimed.AttemptCount, random, sent.RetryAfter) is not { } wait)
        {
            return await Settle(tenantId, endpoint, claimed, etag, DeliveryState.Failed, attempt, ct)
                .ConfigureAwait(false);
        }
        var next = claimed with
        {
            ClaimedUntil = null,
            NextAttemptAt = clock.GetUtcNow() + wait,
            Attempts = [.. claimed.Attempts, attempt],
        };
        await Write(tenantId, endpoint.Id, next, etag, next.NextAttemptAt, ct).ConfigureAwait(false);
        return false;
    }

    private async Task<bool> Settle(
        string tenantId,
        WebhookEndpoint endpoint,
        WebhookDelivery delivery,
        string etag,
        DeliveryState state,
        DeliveryAttempt attempt,
        CancellationToken ct
    )
    {
        var settled = delivery with
        {
            State = state,
            ClaimedUntil = null,
            NextAttemptAt = null,
            Attempts = [.. delivery.Attempts, attempt],
            SettledAt = clock.GetUtcNow(),
        };
        return await Write(tenantId, endpoint.Id, settled, etag, null, ct).ConfigureAwait(false) is not null;
    }

    // Null where somebody came between.
    private async Task<string?> Write(
        string tenantId,
        string endpointId,
        WebhookDelivery delivery,
        string etag,
        DateTimeOffset? lookAgain,
        CancellationToken ct
    )
    {
        var batch = new DocumentBatch(WebhookEndpoints.DeliveriesOf(endpointId)).Set(
            delivery.Id,
            delivery,
            OutgoingJson.Default.WebhookDelivery,
            etag,
            delivery.QueuedAt + DeliveryLog.Kept
        );
        if (lookAgain is { } time)
        {
            batch.Send(Again(tenantId, endpointId, delivery.Subject, time));
        }
        var result = await stores.ForTenant(tenantId).Commit(batch, ct).ConfigureAwait(false);
        return result.Conflict is null ? result.ETags[0] : null;
    }

    private Task LookAgain(
        string tenantId,
        string endpointId,
        string subject,
        DateTimeOffset time,
        CancellationToken ct
    ) => queue.Send(Again(tenantId, endpointId, subject, time), ct);

    // Whoever asks for the same time asks once.
    private static OutgoingMessage Again(string tenantId, string endpointId, string subject, DateTimeOffset time) =>
        new WebhookWork(endpointId, subject).Message(
            tenantId,
            Identifiers.From("msg", endpointId, subject, time.UtcTicks.ToString(CultureInfo.InvariantCulture)),
            time
        );

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;

    private static double Random(WebhookDelivery delivery)
    {
        var hex = Identifiers.From("rnd", delivery.Id, delivery.AttemptCount.ToString(CultureInfo.InvariantCulture));
        return uint.Parse(hex.AsSpan(4, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            / (double)uint.MaxValue;
    }
}
