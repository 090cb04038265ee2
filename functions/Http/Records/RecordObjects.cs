using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Records;

internal static class RecordObjects
{
    /// <summary>Null where the tenant has the integration, and its connector reads such objects; else the 404 that says what there is.</summary>
    public static async Task<ProblemHttpResult?> Check(
        IntegrationService integrations,
        ConnectorCatalogue catalogue,
        string tenantId,
        string id,
        string objectName,
        CancellationToken ct
    )
    {
        if (await integrations.Get(tenantId, id, ct) is not { } integration)
        {
            return Problems.NotFound("integration", id);
        }
        string[] names =
        [
            .. (catalogue.Find(integration.Connector)?.Descriptor.Objects ?? [])
                .Where(item => item.Capabilities.HasFlag(ConnectorCapabilities.Read))
                .Select(item => item.Name),
        ];
        return names.Contains(objectName, StringComparer.Ordinal)
            ? null
            : Problems.Create(
                StatusCodes.Status404NotFound,
                "object-not-found",
                $"The connector '{integration.Connector}' reads no objects '{objectName}'. It reads: {string.Join(", ", names)}."
            );
    }
}
