using System.ComponentModel;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Mapping.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class SaveMappingVersion
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/versions", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "saveMappingVersion",
                "Save a version of a mapping",
                "The definition is checked whole: fields, expressions, formats, value maps, and, on stored records, that what is declared two-way "
                    + "comes back as it was. It is not in force until it is activated. If-Match must carry the mapping's ETag: 428 without, 412 "
                    + "where somebody else saved a version since.",
                400,
                404,
                409,
                412,
                413,
                415,
                422,
                428
            );

    private static async Task<Results<Created<MappingVersionView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read.")] string? ifMatch,
        HttpContext http,
        ObjectMappings mappings,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (http.Request.TryIfMatch(out var latest) is { } refused)
        {
            return refused;
        }
        var caller = http.Caller();
        if (await mappings.Find(caller.TenantId, id, ct) is not { } mapping)
        {
            return MappingEndpoints.NotFound(id);
        }
        var (version, errors) = await mappings.AddVersion(
            caller.TenantId,
            caller.UserId,
            id,
            body.Definition,
            body.Note,
            latest,
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

    [DisplayName("NewMappingVersion")]
    internal sealed record Body(
        [property: Description("The rules. Version, author and note in it are set by the server.")]
            MappingDefinition Definition,
        [property: Description("What changed, and why.")] string? Note = null
    );
}
