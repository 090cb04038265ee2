using IntegrationFunctions.Connectors.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class ListMappingRuns
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/runs", Handle)
            .RequireAnyRole()
            .Described(
                "listMappingRuns",
                "List the runs of a mapping",
                "Dry runs, activations and undos, newest first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is "
                    + "null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<MappingRunView>>, ProblemHttpResult>> Handle(
        string id,
        int? limit,
        string? cursor,
        HttpContext http,
        ObjectMappings mappings,
        MappingRuns runs,
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
                var page = await runs.List(tenant, mapping, size, after, ct);
                return new Page<MappingRunView>([.. page.Runs.Select(MappingRunView.From)], page.Next);
            }
        );
    }
}
