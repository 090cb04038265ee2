using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class GetSourceModel
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/source-model", Handle)
            .RequireAnyRole()
            .Described(
                "getSourceModel",
                "Read the model of the source's records",
                "A JSON Schema of what up to 1,000 stored records look like: types, formats, how often a field is filled, examples. Fields that may hold "
                    + "secrets have no examples. 409 while no record is stored.",
                404,
                409
            );

    private static async Task<Results<Ok<SourceModelView>, ProblemHttpResult>> Handle(
        string id,
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
        return await mappings.Discover(tenant, mapping, ct) is { } model
            ? TypedResults.Ok(new SourceModelView(mapping.Id, model.Records, model.Schema))
            : NothingStored(mapping);
    }

    internal static ProblemHttpResult NothingStored(ObjectMapping mapping) =>
        Problems.Create(
            StatusCodes.Status409Conflict,
            "records-missing",
            $"No record of '{mapping.ObjectName}' is stored yet. Synchronise first: POST /api/v1/integrations/{mapping.IntegrationId}/sync."
        );

    [DisplayName("SourceModel")]
    internal sealed record SourceModelView(
        string MappingId,
        [property: Description("How many records were looked at.")] int Records,
        [property: Description(
            "JSON Schema, draft 2020-12; x-filled is the share of records that have the field, x-kind what a text holds, x-unique whether its values differ."
        )]
            JsonObject Schema
    );
}
