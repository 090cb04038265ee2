using System.ComponentModel;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Mapping.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class CreateMapping
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "createMapping",
                "Begin a mapping of one's own",
                "Saves version 1 for an object: the definition given, or a copy of the connector's own to change. It is not in force until it is "
                    + "activated. Where versions were saved before, the answer is 409: add one to them.",
                400,
                404,
                409,
                413,
                415,
                422
            );

    private static async Task<Results<Created<MappingVersionView>, ProblemHttpResult>> Handle(
        Body body,
        HttpContext http,
        ObjectMappings mappings,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        var id = ObjectMapping.IdOf(body.IntegrationId, body.ObjectName);
        if (await mappings.Find(caller.TenantId, id, ct) is not { } mapping)
        {
            return MappingEndpoints.NotFound(id);
        }
        if (mapping.LatestVersion > 0)
        {
            return Problems.Create(
                StatusCodes.Status409Conflict,
                "mapping-exists",
                $"The mapping has {mapping.LatestVersion} version(s) already. Add another: POST /api/v1/mappings/{id}/versions."
            );
        }
        if ((body.Definition ?? mapping.Own) is not { } definition)
        {
            return MappingEndpoints.NoVersion(mapping, 0, "/definition");
        }
        var (version, errors) = await mappings.AddVersion(
            caller.TenantId,
            caller.UserId,
            id,
            definition,
            body.Note,
            mapping.LatestVersion,
            ct
        );
        if (version is null)
        {
            return Problems.From(errors);
        }
        http.Response.SetETag(version.Number);
        return TypedResults.Created(
            $"/api/v1/mappings/{id}/versions/{version.Number}",
            MappingVersionView.From(version, mapping)
        );
    }

    [DisplayName("NewMapping")]
    internal sealed record Body(
        [property: Description("int_...")] string IntegrationId,
        [property: Description("An object that its connector reads: invoices.")] string ObjectName,
        [property: Description("The rules; absent: the connector's own.")] MappingDefinition? Definition = null,
        [property: Description("What changed, and why.")] string? Note = null
    );
}
