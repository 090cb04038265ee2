using IntegrationFunctions.Mapping.ValueMaps;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.ValueMaps;

internal static class ListMissingValues
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{name}/misses", Handle)
            .RequireAnyRole()
            .Described(
                "listMissingValues",
                "List values that a value map has no entry for",
                "Each value once, with the first record that had it: those that stopped a record, and those that got the default. By pages of limit (1 "
                    + "to 200, 50 where absent); a page may be shorter than limit. Give 'next' back as cursor until it is null.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<ValueMapMiss>>, ProblemHttpResult>> Handle(
        string name,
        int? limit,
        string? cursor,
        HttpContext http,
        Mapping.ValueMaps.ValueMaps valueMaps,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await valueMaps.Get(tenant, name, ct) is null)
        {
            return Problems.NotFound("value map", name);
        }
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await valueMaps.ListMisses(tenant, name, size, after, ct);
                return new Page<ValueMapMiss>(page?.Misses ?? [], page?.Next);
            }
        );
    }
}
