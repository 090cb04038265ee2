using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Outgoing;

public sealed partial class WebhookEndpoints
{
    /// <summary>How long the secret before signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    // Each makes every delivery's header longer.
    private const int MostSecrets = 5;

    /// <summary>Makes a new secret, which is shown with the answer alone. Both sign for a day, so that receivers can be changed meanwhile.</summary>
    public async Task<EndpointOutcome> RotateSecret(string tenantId, string id, CancellationToken ct = default)
    {
        var tooMany = false;
        var changed = await Rewrite(
                tenantId,
                id,
                endpoint =>
                {
                    var now = clock.GetUtcNow();
                    var old = endpoint.Secrets.Where(secret => secret.EndsAt is not { } end || end > now).ToList();
                    tooMany = old.Count >= MostSecrets;
                    return tooMany
                        ? null
                        : endpoint with
                        {
                            Secrets =
                            [
                                NewSecret(now),
                                .. old.Select(secret => secret with { EndsAt = secret.EndsAt ?? now + Overlap }),
                            ],
                            UpdatedAt = now,
                            Version = endpoint.Version + 1,
                        };
                },
                ct
            )
            .ConfigureAwait(false);
        if (changed is not null)
        {
            return changed;
        }
        return tooMany
            ? new IntegrationError(
                ErrorKind.Permanent,
                "webhook-secrets-limit",
                $"{MostSecrets} secrets sign already; wait until the oldest of them has ended."
            )
            : NotFound(id);
    }
}
