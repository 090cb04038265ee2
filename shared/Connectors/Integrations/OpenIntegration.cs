using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Integrations;

public sealed partial class IntegrationService : IConnections
{
    /// <inheritdoc/>
    public Task<Result<OpenConnection>> Open(
        string tenantId,
        string integrationId,
        string correlationId,
        CancellationToken ct = default
    ) => Open(tenantId, integrationId, correlationId, evenPaused: false, ct);

    private async Task<Result<OpenConnection>> Open(
        string tenantId,
        string id,
        string correlationId,
        bool evenPaused,
        CancellationToken ct
    )
    {
        if (await Get(tenantId, id, ct).ConfigureAwait(false) is not { } integration)
        {
            return IntegrationErrors.NotFound(id);
        }
        if (integration.Status == IntegrationStatus.Paused && !evenPaused)
        {
            return IntegrationErrors.Paused(integration);
        }
        if (catalogue.Find(integration.Connector) is not { } connector)
        {
            return UnknownConnector(integration.Connector) with { Pointer = null };
        }
        if (await secrets.Load(tenantId, integration, ct).ConfigureAwait(false) is not { } bundle)
        {
            return IntegrationErrors.SecretsMissing(integration);
        }
        var settings = ConnectorSettings.Join(integration.Settings, bundle.Values);
        var purpose = new OutgoingPurpose(tenantId, id)
        {
            CorrelationId = correlationId,
            Budget = connector.Budget(settings),
        };
        return new OpenConnection(
            connector,
            new ConnectorContext(tenantId, id, settings, http.For(purpose), correlationId)
        );
    }
}
