using System.Collections.Concurrent;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>
/// Counts what is not kept. In memory, written down every few seconds: a stranger who sends nonsense must not cost a write each time. A process that
/// is killed forgets what it had not written.
/// </summary>
public sealed class IncomingTally(IDocumentStores stores)
{
    private readonly ConcurrentDictionary<(string Tenant, string Webhook), ConcurrentDictionary<string, long>> _counts =
        new();

    /// <summary>It came again.</summary>
    public void Repeat(string tenantId, string webhookId) => Add(tenantId, webhookId, "repeats");

    /// <summary>It was beyond the address's limit.</summary>
    public void RateLimited(string tenantId, string webhookId) => Add(tenantId, webhookId, "rateLimited");

    /// <summary>The webhook was paused.</summary>
    public void WhilePaused(string tenantId, string webhookId) => Add(tenantId, webhookId, "whilePaused");

    /// <summary>It was not the provider's.</summary>
    public void Refused(string tenantId, string webhookId, WebhookVerdict verdict) =>
        Add(tenantId, webhookId, $"refused.{Name(verdict)}");

    /// <summary>A verdict as the counts name it.</summary>
    public static string Name(WebhookVerdict verdict) =>
        verdict switch
        {
            WebhookVerdict.SignatureMissing => "signatureMissing",
            WebhookVerdict.SignatureMalformed => "signatureMalformed",
            WebhookVerdict.TimestampOutOfTolerance => "timestampOutOfTolerance",
            _ => "signatureWrong",
        };

    /// <summary>What was counted, this process's latest included.</summary>
    public async Task<WebhookCounts> Read(string tenantId, string webhookId, CancellationToken ct = default)
    {
        await Write(tenantId, webhookId, ct).ConfigureAwait(false);
        var stored = await stores.ForTenant(tenantId).Get(PathOf(webhookId), ct).ConfigureAwait(false);
        return stored?.As(IncomingJson.Default.WebhookCounts) ?? new();
    }

    /// <summary>Writes down what was counted since the last time.</summary>
    public async Task Write(CancellationToken ct = default)
    {
        foreach (var (tenant, webhook) in _counts.Keys)
        {
            await Write(tenant, webhook, ct).ConfigureAwait(false);
        }
    }

    private async Task Write(string tenantId, string webhookId, CancellationToken ct)
    {
        if (!_counts.TryRemove((tenantId, webhookId), out var counts))
        {
            return;
        }
        var update = new DocumentUpdate();
        foreach (var (name, count) in counts)
        {
            update.Increment(name, count);
        }
        var store = stores.ForTenant(tenantId);
        while ((await store.Update(PathOf(webhookId), update, ct: ct).ConfigureAwait(false)).Conflict is not null)
        {
            // The first of them; whoever else makes it is as good.
            await store
                .Create(PathOf(webhookId), new WebhookCounts(), IncomingJson.Default.WebhookCounts, ct)
                .ConfigureAwait(false);
        }
    }

    // A count that comes between the removal and the last look at it is one less: figures for people, not for accounts.
    private void Add(string tenantId, string webhookId, string name) =>
        _counts
            .GetOrAdd((tenantId, webhookId), _ => new(StringComparer.Ordinal))
            .AddOrUpdate(name, 1, (_, count) => count + 1);

    private static DocumentPath PathOf(string webhookId) =>
        $"{IncomingWebhooks.Group}/{webhookId}/{IncomingBacklog.State}/counts";
}
