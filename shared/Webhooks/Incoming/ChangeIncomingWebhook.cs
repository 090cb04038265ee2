using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>What is to change; null stays as it is.</summary>
/// <param name="Secrets">All secrets that count from now on: during a rotation the old and the new one, and then the new one alone.</param>
/// <param name="Paused">Whether messages are refused for the time being.</param>
/// <param name="MaxPerSecond">The address's limit.</param>
public sealed record WebhookChange(IReadOnlyList<string>? Secrets, bool? Paused, int? MaxPerSecond);

public sealed partial class IncomingWebhooks
{
    /// <summary>Changes a webhook, only over the version that was read where <paramref name="ifVersion"/> is given.</summary>
    public async Task<WebhookOutcome> Change(
        string tenantId,
        string integrationId,
        string id,
        int? ifVersion,
        WebhookChange change,
        CancellationToken ct = default
    )
    {
        while (true)
        {
            var (webhook, etag) = await Read(tenantId, id, ct).ConfigureAwait(false);
            if (webhook is null || webhook.IntegrationId != integrationId)
            {
                return NotFound(id);
            }
            if (ifVersion is { } demanded && demanded != webhook.Version)
            {
                return Mismatch(webhook);
            }
            var errors = Check(webhook.Provider, change.Secrets ?? Values(webhook), change.MaxPerSecond).ToArray();
            if (errors.Length > 0)
            {
                return new(null, errors);
            }
            var now = clock.GetUtcNow();
            var changed = webhook with
            {
                Secrets = change.Secrets is null ? webhook.Secrets : Rotated(webhook.Secrets, change.Secrets, now),
                Paused = change.Paused ?? webhook.Paused,
                MaxPerSecond = change.MaxPerSecond ?? webhook.MaxPerSecond,
                UpdatedAt = now,
                Version = webhook.Version + 1,
            };
            var written = await stores
                .ForTenant(tenantId)
                .Set($"{Group}/{id}", changed, IncomingJson.Default.IncomingWebhook, etag, ct)
                .ConfigureAwait(false);
            if (written.Conflict is null)
            {
                Changed?.Invoke(id);
                return changed;
            }
        }
    }

    /// <summary>Takes a webhook away: its address is unknown from then on. What came to it stays for its 30 days.</summary>
    public async Task<IntegrationError?> Delete(
        string tenantId,
        string integrationId,
        string id,
        CancellationToken ct = default
    )
    {
        var (webhook, _) = await Read(tenantId, id, ct).ConfigureAwait(false);
        if (webhook is null || webhook.IntegrationId != integrationId)
        {
            return NotFound(id);
        }
        await stores.ForTenant(tenantId).Delete($"{Group}/{id}", ct: ct).ConfigureAwait(false);
        await stores.ForTenant(System).Delete(AddressOf(webhook.Token), ct: ct).ConfigureAwait(false);
        Changed?.Invoke(id);
        return null;
    }

    /// <summary>Takes all webhooks of an integration away, which is gone itself.</summary>
    public async Task DeleteAll(string tenantId, string integrationId, CancellationToken ct = default)
    {
        while (
            await List(tenantId, integrationId, 100, null, ct).ConfigureAwait(false) is { Webhooks: { Count: > 0 } all }
        )
        {
            foreach (var webhook in all)
            {
                await Delete(tenantId, integrationId, webhook.Id, ct).ConfigureAwait(false);
            }
        }
    }

    // A secret that stays keeps the time at which it came.
    private static WebhookSecret[] Rotated(
        IReadOnlyList<WebhookSecret> before,
        IReadOnlyList<string> after,
        DateTimeOffset now
    ) => [.. after.Select(value => before.FirstOrDefault(secret => secret.Value == value) ?? new(value, now))];

    private static string[] Values(IncomingWebhook webhook) => [.. webhook.Secrets.Select(secret => secret.Value)];

    private static IntegrationError Mismatch(IncomingWebhook webhook) =>
        new(
            ErrorKind.Permanent,
            "version-mismatch",
            $"The webhook was changed meanwhile: it is at version {webhook.Version}. Read it again, and send your change with its ETag."
        );
}
