using System.ComponentModel;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Mapping.Suggestions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class SuggestMapping
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/suggestions", Handle)
            .Heavy()
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "suggestMapping",
                "Suggest rules for a model",
                "For each field of the model a rule, with a score of 0 to 1 and the reasons: names (English, French, technical ones of SAP, Oracle and "
                    + "Sage), types, forms and values of up to 1,000 stored records. Nothing is saved: take what you accept into a version. 409 while no "
                    + "record is stored.",
                400,
                404,
                409,
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
        if (body.MinScore is < 0 or > 1)
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "validation-failed",
                "'minScore' must be 0 to 1.",
                "/minScore"
            );
        }
        var name = body.Target ?? mapping.Own?.Target;
        if (name is null || CanonicalModels.Find(name) is not { } model)
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "mapping-invalid",
                $"There is no model '{name}'. There are: {string.Join(", ", CanonicalModels.All.Select(m => m.Name))}.",
                "/target"
            );
        }
        if (await mappings.Suggest(tenant, mapping, model, ct) is not { } suggestions)
        {
            return GetSourceModel.NothingStored(mapping);
        }
        var taken = suggestions.Where(s => s.Score >= (body.MinScore ?? 0)).ToList();
        return TypedResults.Ok(
            new Answer(
                model.Name,
                [.. suggestions.Select(SuggestionView.From)],
                SuggestRules.ToMapping(
                    taken,
                    $"{mapping.ObjectName.ToLowerInvariant()}-{model.Name}",
                    model,
                    mapping.ObjectName
                )
            )
        );
    }

    [DisplayName("MappingSuggestionRequest")]
    internal sealed record Body(
        [property: Description("A canonical model; absent: that of the connector's own mapping.")]
            string? Target = null,
        [property: Description("Rules of a lower score are not put into the definition; 0 where absent.")]
            double? MinScore = null
    );

    [DisplayName("MappingSuggestions")]
    internal sealed record Answer(
        string Target,
        [property: Description("One for each field of the model that something is known for, in the model's order.")]
            IReadOnlyList<SuggestionView> Suggestions,
        [property: Description("The rules as a definition, to be looked through and saved.")]
            MappingDefinition Definition
    );

    [DisplayName("MappingSuggestion")]
    internal sealed record SuggestionView(
        MappingRule Rule,
        [property: Description("0 to 1; 0 where nothing fits a field that the model needs.")] double Score,
        IReadOnlyList<string> Reasons,
        [property: Description("Other rules for the field, best first.")] IReadOnlyList<SuggestionView> Alternatives,
        [property: Description("For a list: the fields of its entries.")] IReadOnlyList<SuggestionView> Entries
    )
    {
        public static SuggestionView From(Suggestion suggestion) =>
            new(
                suggestion.Rule,
                Math.Round(suggestion.Score, 3),
                suggestion.Reasons,
                [.. (suggestion.Alternatives ?? []).Select(From)],
                [.. (suggestion.Entries ?? []).Select(From)]
            );
    }
}
