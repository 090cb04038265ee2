using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Records;

internal static class GetRecord
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{key}", Handle)
            .RequireAnyRole()
            .Described("getRecord", "Read a record", "As the last synchronisation brought it.", 404);

    private static async Task<Results<Ok<RecordView>, ProblemHttpResult>> Handle(
        string id,
        string objectName,
        string key,
        HttpContext http,
        IntegrationService integrations,
        ConnectorCatalogue catalogue,
        ISyncedRecords records,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await RecordObjects.Check(integrations, catalogue, tenant, id, objectName, ct) is { } problem)
        {
            return problem;
        }
        return await records.Get(tenant, id, objectName, key, ct) is { } record
            ? TypedResults.Ok(RecordView.From(record))
            : Problems.NotFound("record", key);
    }
}
