using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Integrations;

public sealed partial class IntegrationService
{
    /// <summary>Tests the connection against the foreign system, paused or not, and notes the time of a success.</summary>
    public async Task<Result<ConnectionReport>> Verify(
        string tenantId,
        string id,
        string correlationId,
        CancellationToken ct = default
    )
    {
        var opened = await Open(tenantId, id, correlationId, evenPaused: true, ct).ConfigureAwait(false);
        if (!opened.TryGet(out var connection, out var error))
        {
            return error;
        }
        var report = await connection.Connector.Verify(connection.Context, ct).ConfigureAwait(false);
        if (report.Error is null)
        {
            await Change(tenantId, id, null, i => i with { LastVerifiedAt = clock.GetUtcNow() }, ct)
                .ConfigureAwait(false);
        }
        return report;
    }
}
