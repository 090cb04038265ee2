namespace IntegrationFunctions.Connectors.Integrations;

public sealed partial class IntegrationService
{
    /// <summary>Holds an integration; one that is held already stays as it is.</summary>
    public Task<IntegrationOutcome> Pause(string tenantId, string id, CancellationToken ct = default) =>
        SetStatus(tenantId, id, IntegrationStatus.Paused, ct);

    /// <summary>Lets a held integration go on; one that is active stays as it is.</summary>
    public Task<IntegrationOutcome> Resume(string tenantId, string id, CancellationToken ct = default) =>
        SetStatus(tenantId, id, IntegrationStatus.Active, ct);

    private Task<IntegrationOutcome> SetStatus(
        string tenantId,
        string id,
        IntegrationStatus status,
        CancellationToken ct
    ) =>
        Change(
            tenantId,
            id,
            null,
            integration =>
                integration.Status == status
                    ? integration
                    : integration with
                    {
                        Status = status,
                        UpdatedAt = clock.GetUtcNow(),
                        Version = integration.Version + 1,
                    },
            ct
        );
}
