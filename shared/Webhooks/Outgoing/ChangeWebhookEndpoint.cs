using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Outgoing;

public sealed partial class WebhookEndpoints
{
    /// <summary>
    /// Changes an endpoint, only over the version that was read where <paramref name="ifVersion"/> is given. What is enabled again gets what
    /// happened meanwhile.
    /// </summary>
    public async Task<EndpointOutcome> Change(
        string tenantId,
        string id,
        int? ifVersion,
        EndpointSettings settings,
        CancellationToken ct = default
    )
    {
        var errors = await rules.Check(tenantId, settings, ct).ConfigureAwait(false);
        if (errors.Count > 0)
        {
            return new(null, errors);
        }
        int? stored = null;
        var changed = await Rewrite(
                tenantId,
                id,
                endpoint =>
                {
                    stored = endpoint.Version;
                    return ifVersion is { } demanded && demanded != stored ? null : Changed(endpoint, settings);
                },
                ct
            )
            .ConfigureAwait(false);
        if (changed is not null)
        {
            return changed;
        }
        return stored is null
            ? NotFound(id)
            : new IntegrationError(
                ErrorKind.Permanent,
                "version-mismatch",
                $"The webhook endpoint is at version {stored}, not {ifVersion}. Read it again, and send your change with its ETag."
            );
    }

    private WebhookEndpoint Changed(WebhookEndpoint endpoint, EndpointSettings settings)
    {
        var now = clock.GetUtcNow();
        var changed = endpoint with
        {
            Url = settings.Url ?? endpoint.Url,
            Description = settings.Description ?? endpoint.Description,
            Types = settings.Types ?? endpoint.Types,
            Filter = settings.Filter ?? endpoint.Filter,
            MaxPerSecond = settings.MaxPerSecond ?? endpoint.MaxPerSecond,
            UpdatedAt = now,
            Version = endpoint.Version + 1,
        };
        return (settings.Enabled ?? endpoint.Enabled) == endpoint.Enabled ? changed
            : endpoint.Enabled ? Disabled(changed, DisabledReason.Requested, now)
            : changed with
            {
                Enabled = true,
                DisabledAt = null,
                DisabledReason = null,
                FailingSince = null,
                WarnedAt = null,
            };
    }

    private static WebhookEndpoint Disabled(WebhookEndpoint endpoint, DisabledReason reason, DateTimeOffset now) =>
        endpoint with
        {
            Enabled = false,
            DisabledAt = now,
            DisabledReason = reason,
        };
}
