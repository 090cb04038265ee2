using IntegrationFunctions.Connectors.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class ListMappingVersions
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/versions", Handle)
            .RequireAnyRole()
            .Described(
                "listMappingVersions",
                "List the versions of a mapping",
                "Newest first, by pages of limit (1 to 200, 50 where absent), each with its author and note. Give 'next' back as cursor until it is "
                    + "null. The connector's own mapping, version 0, is not among them.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<MappingVersionView>>, ProblemHttpResult>> Handle(
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
                var page = await mappings.Versions(tenant, mapping, size, after, ct);
                return new Page<MappingVersionView>(
                    [.. page.Versions.Select(version => MappingVersionView.From(version, mapping))],
                    page.Next
                );
            }
        );
    }
}
