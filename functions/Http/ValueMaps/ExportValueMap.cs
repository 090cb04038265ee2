using IntegrationFunctions.Mapping.ValueMaps;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.ValueMaps;

internal static class ExportValueMap
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{name}/csv", Handle)
            .RequireAnyRole()
            .Produces<Stream>(StatusCodes.Status200OK, "text/csv")
            .Described(
                "exportValueMap",
                "Export a value map as CSV",
                "Columns from, to and note, in UTF-8. A text that a spreadsheet would take for a formula has an apostrophe before it, which the import "
                    + "takes off again.",
                404
            );

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Handle(
        string name,
        HttpContext http,
        Mapping.ValueMaps.ValueMaps valueMaps,
        CancellationToken ct
    )
    {
        if (await valueMaps.Get(http.Caller().TenantId, name, ct) is not { } stored)
        {
            return Problems.NotFound("value map", name);
        }
        http.Response.SetETag(stored.Version);
        return TypedResults.File(ValueMapCsv.Write(stored.Map.Entries), "text/csv; charset=utf-8", $"{name}.csv");
    }
}
