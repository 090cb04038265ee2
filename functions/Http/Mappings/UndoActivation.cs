using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Functions.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class UndoActivation
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/undo", Handle)
            .Heavy()
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "undoMappingActivation",
                "Undo the last activation",
                "Brings the version before it into force and maps the stored records by it, as an activation does; 202 with the run as Location. "
                    + "Once more undoes the activation before that. 409 where there is none.",
                400,
                404,
                409
            );

    private static async Task<Results<Accepted<MappingRunView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        ObjectMappings mappings,
        MappingStarter starter,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await mappings.Find(tenant, id, ct) is not { } mapping)
        {
            return MappingEndpoints.NotFound(id);
        }
        if (ActiveMappings.LastActivation(mapping.History) is not { } last)
        {
            return Problems.Create(
                StatusCodes.Status409Conflict,
                "mapping-nothing-to-undo",
                "No activation is left that could be undone."
            );
        }
        return await MappingRunStart.Run(
            http,
            mapping,
            MappingRunKind.Undo,
            last.Previous,
            last.RunId,
            starter,
            clock,
            ct
        );
    }
}
