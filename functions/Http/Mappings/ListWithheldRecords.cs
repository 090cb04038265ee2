using System.ComponentModel;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Connectors.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class ListWithheldRecords
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/withheld", Handle)
            .RequireAnyRole()
            .Described(
                "listWithheldRecords",
                "List records that the mapping withholds",
                "Stored records that can't be mapped, with what is wrong, and those that the mapping's condition leaves out. By key, by pages of limit "
                    + "(1 to 200, 50 where absent); a page may be shorter than limit, and even empty. Give 'next' back as cursor until it is null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<WithheldView>>, ProblemHttpResult>> Handle(
        string id,
        int? limit,
        string? cursor,
        HttpContext http,
        ObjectMappings mappings,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await mappings.Find(tenant, id, ct) is not { } mapping)
        {
            return MappingEndpoints.NotFound(id);
        }
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await mappings.ListWithheld(tenant, mapping, size, after, ct);
                return new Page<WithheldView>([.. page.Records.Select(WithheldView.From)], page.Next);
            }
        );
    }

    [DisplayName("WithheldRecord")]
    internal sealed record WithheldView(string Key, Withheld Reason, IReadOnlyList<FaultView> Faults)
    {
        public static WithheldView From(WithheldRecord record) =>
            new(record.Key, record.Reason, [.. record.Faults.Select(FaultView.From)]);
    }
}
