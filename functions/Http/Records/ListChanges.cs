using System.ComponentModel;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Records;

internal static class ListChanges
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("changes", Handle)
            .RequireAnyRole()
            .Described(
                "listRecordChanges",
                "Follow changes of records",
                "Every addition, update and deletion in the order in which it was stored. Keep 'next' and give it back as cursor whenever you "
                    + "like: it never expires, and a page may be empty.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<ChangeView>>, ProblemHttpResult>> Handle(
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
                var page = await records.Changes(tenant, id, objectName, size, after, ct);
                return new Page<ChangeView>([.. page.Changes.Select(ChangeView.From)], page.Cursor);
            }
        );
    }

    [DisplayName("RecordChange")]
    internal sealed record ChangeView(
        RecordChangeKind Change,
        RecordView Record,
        [property: Description("The synchronisation that brought it (run_...), or the run of a mapping (mrn_...).")]
            string RunId,
        DateTimeOffset At
    )
    {
        public static ChangeView From(RecordChange change) =>
            new(change.Kind, RecordView.From(change.Record), change.RunId, change.At);
    }
}
