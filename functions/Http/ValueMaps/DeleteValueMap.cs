using IntegrationFunctions.Connectors.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.ValueMaps;

internal static class DeleteValueMap
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{name}", Handle)
            .RequireRoles(ValueMapEndpoints.Keepers)
            .Described(
                "deleteValueMap",
                "Delete a value map",
                "409 while a mapping in force looks values up in it; the detail names the mappings.",
                404,
                409,
                412
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string name,
        HttpContext http,
        Mapping.ValueMaps.ValueMaps valueMaps,
        ObjectMappings mappings,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await valueMaps.Get(tenant, name, ct) is null)
        {
            return Problems.NotFound("value map", name);
        }
        if (await mappings.UsersOfValueMap(tenant, name, ct) is { Count: > 0 } users)
        {
            return Problems.Create(
                StatusCodes.Status409Conflict,
                "value-map-in-use",
                $"The value map '{name}' is in use by {string.Join(", ", users)}. Activate versions that do without it first."
            );
        }
        return await valueMaps.Delete(tenant, name, ct) is { } error ? Problems.From(error) : TypedResults.NoContent();
    }
}
