namespace IntegrationFunctions.Webhooks.Outgoing;

public sealed partial class WebhookEndpoints
{
    /// <summary>How long nothing may arrive before it is said that the endpoint will be disabled.</summary>
    public static readonly TimeSpan WarnAfter = TimeSpan.FromDays(3);

    /// <summary>How long nothing may arrive before the endpoint is disabled.</summary>
    public static readonly TimeSpan DisableAfter = TimeSpan.FromDays(5);

    /// <summary>
    /// Notes how an attempt went. Warning and disabling are changes of the endpoint, and so events of the feed, which its other endpoints and
    /// the audit log get.
    /// </summary>
    internal async Task Note(string tenantId, WebhookEndpoint seen, DeliveryAttempt attempt, CancellationToken ct)
    {
        if (attempt.Arrived && seen.FailingSince is null)
        {
            return;
        }
        await Rewrite(tenantId, seen.Id, endpoint => Judged(endpoint, attempt), ct).ConfigureAwait(false);
    }

    // Null: nothing to write.
    private WebhookEndpoint? Judged(WebhookEndpoint endpoint, DeliveryAttempt attempt)
    {
        var now = clock.GetUtcNow();
        if (attempt.Arrived)
        {
            return endpoint.FailingSince is null ? null : endpoint with { FailingSince = null, WarnedAt = null };
        }
        if (!endpoint.Enabled)
        {
            return null;
        }
        if (attempt.Status == 410)
        {
            return Disabled(endpoint, DisabledReason.Gone, now);
        }
        if (endpoint.FailingSince is not { } since)
        {
            return endpoint with { FailingSince = attempt.At };
        }
        if (now - since >= DisableAfter)
        {
            return Disabled(endpoint, DisabledReason.Failing, now);
        }
        return now - since >= WarnAfter && endpoint.WarnedAt is null ? endpoint with { WarnedAt = now } : null;
    }
}
