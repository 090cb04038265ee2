using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Integrations;

/// <summary>Opens a tenant's integration for use: the connector, its settings with the secrets in place, and a guarded HTTP client.</summary>
public interface IConnections
{
    /// <summary>
    /// Opens. Errors: <c>integration-not-found</c> (Permanent), <c>integration-paused</c> (Permanent), <c>connector-unknown</c> (Configuration).
    /// </summary>
    Task<Result<OpenConnection>> Open(
        string tenantId,
        string integrationId,
        string correlationId,
        CancellationToken ct = default
    );
}

/// <summary>An integration that is ready for use. Nothing to dispose.</summary>
public sealed record OpenConnection(IConnector Connector, ConnectorContext Context);
