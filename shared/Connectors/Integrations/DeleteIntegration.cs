using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Integrations;

public sealed partial class IntegrationService
{
    /// <summary>Deletes an integration and its secrets; null after a success. Runs and records stay for the audit.</summary>
    public async Task<IntegrationError?> Delete(
        string tenantId,
        string id,
        int? ifVersion = null,
        CancellationToken ct = default
    )
    {
        var outcome = await Change(
                tenantId,
                id,
                ifVersion,
                integration =>
                    integration with
                    {
                        Status = IntegrationStatus.Deleted,
                        Settings = [],
                        Secrets = [],
                        ScheduleMinutes = null,
                        UpdatedAt = clock.GetUtcNow(),
                        Version = integration.Version + 1,
                    },
                ct
            )
            .ConfigureAwait(false);
        if (outcome.Integration is not { } deleted)
        {
            return outcome.Errors[0];
        }
        await secrets.Delete(tenantId, deleted.SecretsRef, ct).ConfigureAwait(false);
        return null;
    }
}
