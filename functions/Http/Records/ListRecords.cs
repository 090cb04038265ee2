using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Records;

internal static class ListRecords
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Described(
                "listRecords",
                "List records",
                "By key, by pages of limit (1 to 200, 50 where absent). Records that the source no longer has are left out, so a page may be "
                    + "shorter than limit. Give 'next' back as cursor until it is null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<RecordView>>, ProblemHttpResult>> Handle(
        string id,
        string objectName,
        int? limit,
        string? cursor,
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
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await records.Page(tenant, id, objectName, size, after, ct);
                return new Page<RecordView>([.. page.Records.Select(RecordView.From)], page.Next);
            }
        );
    }
}
