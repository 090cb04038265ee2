using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class PreviewMapping
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/preview", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "previewMapping",
                "Preview a mapping on a stored record",
                "A definition, saved or not, on the raw record as the source gave it, side by side with the record as it is now. Nothing is changed.",
                400,
                404,
                413,
                415,
                422
            );

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(
        string id,
        Body body,
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
        if (body is { Definition: not null, Version: not null })
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "validation-failed",
                "Give a definition, or the number of a saved version, and not both.",
                "/version"
            );
        }
        var definition = body.Definition is { } given
            ? given with
            {
                Version = mapping.LatestVersion + 1,
            }
            : (await mappings.Version(tenant, mapping, body.Version ?? mapping.LatestVersion, ct))?.Definition;
        if (definition is null)
        {
            return MappingEndpoints.NoVersion(mapping, body.Version ?? mapping.LatestVersion, "/version");
        }
        var (preview, errors) = await mappings.Preview(tenant, mapping, definition, body.Key, ct);
        return preview is not null
            ? TypedResults.Ok(Answer.From(preview))
            : Problems.From([
                .. errors.Select(error =>
                    error.Pointer is null ? error : error with { Pointer = "/definition" + error.Pointer }
                ),
            ]);
    }

    [DisplayName("MappingPreviewRequest")]
    internal sealed record Body(
        [property: Description("The key of a stored record.")] string Key,
        [property: Description("Rules that need not be saved.")] MappingDefinition? Definition = null,
        [property: Description("A saved version; absent, and without a definition: the last one.")] int? Version = null
    );

    [DisplayName("MappingPreview")]
    internal sealed record Answer(
        string Key,
        [property: Description("As the source gave it.")] JsonObject Raw,
        [property: Description("As it is stored now.")] Side Now,
        [property: Description("As the definition maps it.")] Side Then,
        IReadOnlyList<FieldDifference> Differences,
        [property: Description("Where each field of 'then' comes from.")] IReadOnlyList<OriginView> Why,
        [property: Description("Fields that are declared two-way and would not come back as they were.")]
            IReadOnlyList<RoundTripView> RoundTrip
    )
    {
        public static Answer From(MappingPreview preview) =>
            new(
                preview.Key,
                preview.Raw,
                Side.From(preview.Now),
                Side.From(preview.Then),
                preview.Differences,
                [.. preview.Why.Select(OriginView.From)],
                [.. preview.RoundTrip.Select(RoundTripView.From)]
            );
    }

    [DisplayName("PreviewedRecord")]
    internal sealed record Side(
        JsonObject Canonical,
        [property: Description("Why nobody sees it; null for a good record.")] Withheld? Withheld,
        IReadOnlyList<FaultView> Faults
    )
    {
        public static Side From(PreviewedRecord record) =>
            new(record.Canonical, record.Withheld, [.. record.Faults.Select(FaultView.From)]);
    }

    [DisplayName("RoundTripFault")]
    internal sealed record RoundTripView(
        [property: Description("The rule, as a JSON pointer into the definition.")] string Rule,
        [property: Description("The field of the record.")] string Field,
        JsonNode? Before,
        JsonNode? After
    )
    {
        public static RoundTripView From(RoundTripFault fault) =>
            new(fault.Rule, fault.Field, FaultView.Parsed(fault.Before), FaultView.Parsed(fault.After));
    }
}
