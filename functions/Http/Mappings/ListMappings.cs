using System.ComponentModel;
using IntegrationFunctions.Connectors.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class ListMappings
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Described(
                "listMappings",
                "List the mappings of an integration",
                "Each object that the integration's connector reads has one, all on one page. Where no version was saved yet, the connector's own "
                    + "mapping is in force as version 0.",
                400,
                404
            );

    private static async Task<Results<Ok<Page<MappingView>>, ProblemHttpResult>> Handle(
        [Description("Whose mappings: int_...; needed.")] string? integrationId,
        HttpContext http,
        ObjectMappings mappings,
        CancellationToken ct
    )
    {
        if (string.IsNullOrEmpty(integrationId))
        {
            return Problems.Create(
                StatusCodes.Status400BadRequest,
                "parameter-invalid",
                "The parameter 'integrationId' is needed: mappings belong to an integration. GET /api/v1/integrations lists them."
            );
        }
        return await mappings.List(http.Caller().TenantId, integrationId, ct) is { } found
            ? TypedResults.Ok(new Page<MappingView>([.. found.Select(MappingView.From)], null))
            : Problems.NotFound("integration", integrationId);
    }
}
